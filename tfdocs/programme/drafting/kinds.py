"""What headings and labels of guides are about, by their words: one table for all the readers of a guide."""

from __future__ import annotations

import re

__all__ = [
    "APPLICANTS",
    "CATEGORIES",
    "CATEGORY_NOUN",
    "CORE_TASK",
    "DEMANDS",
    "ELSEWHERE",
    "GRANT",
    "PERIOD",
    "PROCESS",
    "QUALIFICATIONS",
    "QUOTA",
    "SELECTION",
]

CATEGORIES = re.compile("类别|类型|方向|支持重点|支持范围|支持内容|项目设置|资助范围|申报范围|重点任务|支持对象和|专题")
CATEGORY_NOUN = re.compile("项目|计划|专项|课题|平台|基地|活动|工程|奖|类$|建设|示范|培育|行动|采集|陈$|团队")
DEMANDS = re.compile("要求|指标|任务|目标|内容|绩效|标准|考核|成效")
# sections whose numbers are no targets of a project
ELSEWHERE = re.compile(
    "流程|程序|安排|时间|材料|申报方式|怎样申报|如何申报|其他|附则|联系|监督|组织实施|组织申报|评审|验收|结项|条件|资格|"
    "不予|限制|负面|总则|经费管理|资金管理|拨付|背景|依据"
)
PROCESS = re.compile("流程|程序|进度|安排|日程|步骤|时间|组织申报|实施步骤|申报方式|怎样申报")

# labels of fields: 立项数量：10个
QUOTA = re.compile("立项数|支持数|资助数|立项名额|支持名额|名额|拟支持|拟立项|拟资助|项目数|数量$|支持规模|资助规模")
GRANT = re.compile(
    "经费额度|资助额度|支持额度|资助标准|支持标准|补助标准|资助金额|支持强度|资助强度|资助经费|补助额度|额度"
)
PERIOD = re.compile("周期|期限|实施期|执行期|建设期|实施时间|完成时间|起止")
APPLICANTS = re.compile(
    "申报主体|申报对象|申报单位|申请单位|申请对象|支持对象|资助对象|面向对象|申报人|申请人|参评对象|谁可以申报|谁能申报"
)
QUALIFICATIONS = re.compile("资格|条件")
SELECTION = re.compile("培育方式|支持方式|遴选方式|资助方式|组织方式|评选方式|选拔方式")
CORE_TASK = re.compile("核心任务|总体目标|建设目标|项目目标|支持内容|主要任务|建设内容|任务目标|目标任务|宗旨")
