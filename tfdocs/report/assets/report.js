// Moves between the differences, keeps the reader's decisions, scrolls page and Word together.
// Without it the report is read as it stands. It asks nothing of the network and builds no markup from texts.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }
  function one(id) {
    return document.getElementById(id);
  }
  var cards = all("#list .card").filter(function (c) {
    return c.id.indexOf("d-") === 0;
  });
  var paper = one("paper");
  var word = one("word");
  var current = -1;

  // decisions, by the difference's id, under the two files' hashes
  var KEY = "tfdocs:" + root.dataset.word + ":" + root.dataset.pdf;
  var NAMES = { confirmed: "确认", ignored: "忽略" };
  var decisions = Object.create(null);
  var kept = true; // false once the browser has refused to keep what was decided
  var lost = false; // something was decided that neither the browser nor a file holds
  function clean(e) {
    // What comes from storage or from a file is taken apart and put together again: two plain texts, no more.
    if (!e || typeof e !== "object") return null;
    var out = {
      decision: Object.prototype.hasOwnProperty.call(NAMES, e.decision) ? e.decision : "",
      note: typeof e.note === "string" ? e.note.slice(0, 200) : ""
    };
    return out.decision || out.note ? out : null;
  }
  function read() {
    var found;
    try {
      found = JSON.parse(window.localStorage.getItem(KEY) || "{}");
    } catch (error) {
      return;
    }
    if (!found || typeof found !== "object") return;
    var fresh = Object.create(null);
    Object.keys(found).forEach(function (id) {
      var e = clean(found[id]);
      if (e) fresh[id] = e;
    });
    decisions = fresh;
  }
  function keep() {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(decisions));
      lost = false;
    } catch (error) {
      if (kept) say("浏览器不允许保存处理意见，关闭前请先导出");
      kept = false;
      lost = true;
    }
  }
  var fading = 0;
  function say(text) {
    var box = one("said");
    box.textContent = text;
    box.hidden = false;
    window.clearTimeout(fading);
    fading = window.setTimeout(function () {
      box.hidden = true;
    }, 6000);
  }
  function entry(card) {
    return decisions[card.dataset.id] || {};
  }
  function show(card) {
    var e = entry(card);
    all("[data-act]", card).forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.act === e.decision));
    });
    card.classList.toggle("is-ignored", e.decision === "ignored");
    var note = card.querySelector(".note");
    if (note && note !== document.activeElement) note.value = e.note || "";
    var said = [NAMES[e.decision] || "", e.note || ""].filter(Boolean).join("，");
    if (said) card.dataset.decision = said;
    else delete card.dataset.decision;
  }
  function progress() {
    var done = cards.filter(function (c) {
      return entry(c).decision;
    }).length;
    one("progress").textContent = cards.length ? "已处理 " + done + "/" + cards.length : "";
  }
  function refresh() {
    cards.forEach(show);
    progress();
    filter();
  }
  function decide(card, decision) {
    var e = Object.assign({}, entry(card));
    e.decision = e.decision === decision ? "" : decision;
    store(card, e);
  }
  function store(card, e) {
    if (kept) read(); // another window may have decided something meanwhile
    var own = clean(e);
    if (own) decisions[card.dataset.id] = own;
    else delete decisions[card.dataset.id];
    keep();
    show(card);
    progress();
    filter();
  }
  window.addEventListener("storage", function (event) {
    if (event.key !== KEY) return;
    read();
    refresh();
  });
  window.addEventListener("beforeunload", function (event) {
    if (lost) event.preventDefault();
  });

  // showing some of the list: one value chosen in a group is enough, every group must agree
  function chosen() {
    var out = {};
    all('[data-filter][aria-pressed="true"]').forEach(function (b) {
      (out[b.dataset.filter] = out[b.dataset.filter] || []).push(b.dataset.value);
    });
    return out;
  }
  function filter() {
    if (!one("filters")) return;
    var want = chosen();
    var names = Object.keys(want);
    var main = cards.filter(function (c) {
      return !c.closest("details");
    });
    var seen = 0;
    main.forEach(function (card) {
      var fits = names.every(function (name) {
        var value = name === "state" ? entry(card).decision || "open" : card.dataset[name];
        return want[name].indexOf(value) >= 0;
      });
      card.hidden = !fits;
      if (fits) seen += 1;
    });
    all("#list .group").forEach(function (head) {
      head.hidden = !main.some(function (c) {
        return !c.hidden && c.dataset.weight === head.dataset.weight;
      });
    });
    one("shown").textContent = names.length ? "显示 " + seen + "/" + main.length + " 处" : "共 " + main.length + " 处";
    one("all").hidden = !names.length;
  }
  function unfilter() {
    all("[data-filter]").forEach(function (b) {
      b.setAttribute("aria-pressed", "false");
    });
    filter();
  }

  // moving
  function select(index, into) {
    if (index < 0 || index >= cards.length) return;
    if (cards[current]) cards[current].classList.remove("current");
    all(".current", paper).concat(all(".current", word)).forEach(function (x) {
      x.classList.remove("current");
    });
    current = index;
    var card = cards[index];
    card.classList.add("current");
    all('[data-d="' + card.dataset.n + '"]').forEach(function (x) {
      x.classList.add("current");
    });
    var now = one("now");
    now.textContent = "";
    var strong = document.createElement("b");
    strong.textContent = card.dataset.n + "　" + card.dataset.text;
    now.appendChild(strong);
    one("back").setAttribute("href", "#" + card.id);
    if (into === "list") {
      var fold = card.closest("details");
      if (fold) fold.open = true;
      card.scrollIntoView({ block: "start" });
      card.focus({ preventScroll: true });
    } else if (into === "compare") {
      one("compare").scrollIntoView({ block: "start" });
      reveal(card.dataset.n);
    }
  }
  function reveal(n) {
    held = Date.now() + 400; // both sides go to their own mark; following each other would undo it
    var mark = one("m-" + n);
    var text = one("w-" + n);
    if (mark) into(paper, mark);
    if (text) into(word, text);
    if (mark && !text) follow(paper, word, true);
    if (text && !mark) follow(word, paper, true);
  }
  function into(pane, element) {
    var a = pane.getBoundingClientRect();
    var b = element.getBoundingClientRect();
    pane.scrollTop += b.top - a.top - pane.clientHeight * 0.36;
  }
  function inCompare() {
    var box = one("compare").getBoundingClientRect();
    return box.top < window.innerHeight * 0.4 && box.bottom > window.innerHeight * 0.6;
  }
  function step(by, where) {
    var next = current < 0 ? (by > 0 ? 0 : cards.length - 1) : current + by;
    while (cards[next] && cards[next].hidden) next += by;
    select(next, where || (inCompare() ? "compare" : "list"));
  }

  // scrolling together: known pairs of page height and paragraph, straight lines between them
  var held = 0;
  var points = null;
  function measure() {
    points = [{ p: 0, w: 0 }];
    var sheets = {};
    all(".sheet", paper).forEach(function (s) {
      sheets[s.dataset.page] = s;
    });
    var last = { p: 0, w: 0 };
    all("[data-at]", word).forEach(function (b) {
      var at = parseFloat(b.dataset.at);
      var sheet = sheets[Math.floor(at)];
      if (!sheet) return;
      var p = sheet.offsetTop + (at % 1) * sheet.offsetHeight;
      var w = b.offsetTop;
      if (p > last.p && w > last.w) {
        last = { p: p, w: w };
        points.push(last);
      }
    });
    points.push({ p: Math.max(paper.scrollHeight, last.p + 1), w: Math.max(word.scrollHeight, last.w + 1) });
  }
  function follow(from, to, always) {
    if (!always && (!one("sync").checked || Date.now() < held)) return;
    if (!points) measure();
    var a = from === paper ? "p" : "w";
    var b = from === paper ? "w" : "p";
    var eye = from.clientHeight * 0.36;
    var y = from.scrollTop + eye;
    var i = 1;
    while (i < points.length - 1 && points[i][a] < y) i += 1;
    var lo = points[i - 1];
    var hi = points[i];
    var t = Math.min(1, Math.max(0, (y - lo[a]) / (hi[a] - lo[a] || 1)));
    to.scrollTop = from.scrollTop <= 0 ? 0 : lo[b] + t * (hi[b] - lo[b]) - to.clientHeight * 0.36;
  }
  var leader = null;
  [paper, word].forEach(function (pane) {
    ["wheel", "pointerdown", "touchstart", "keydown", "mouseenter"].forEach(function (kind) {
      pane.addEventListener(kind, function () {
        leader = pane;
      }, { passive: true });
    });
    pane.addEventListener("scroll", function () {
      if (leader === pane) follow(pane, pane === paper ? word : paper, false);
    }, { passive: true });
  });
  window.addEventListener("resize", function () {
    points = null;
  });
  window.addEventListener("load", function () {
    points = null;
  });

  // clicks
  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : event.target.parentNode;
    var hit = target.closest("[data-d], [data-go]");
    if (hit) {
      var n = hit.dataset.d || hit.dataset.go;
      event.preventDefault();
      select(indexOf(n), "compare");
      return;
    }
    var tile = target.closest('a[href^="#p-"]');
    if (tile) {
      var sheet = one(tile.getAttribute("href").slice(1));
      if (sheet) {
        event.preventDefault();
        one("compare").scrollIntoView({ block: "start" });
        held = Date.now() + 400;
        paper.scrollTop = sheet.offsetTop;
        follow(paper, word, true);
      }
      return;
    }
    var link = target.closest('a[href="#filled"], a[href="#suppressed"]');
    if (link) one(link.getAttribute("href").slice(1)).open = true;
    if (target.closest('a[href^="#g-"]')) unfilter();
    var choice = target.closest("[data-filter]");
    if (choice) {
      choice.setAttribute("aria-pressed", String(choice.getAttribute("aria-pressed") !== "true"));
      filter();
      return;
    }
    if (target.closest("#all")) {
      unfilter();
      return;
    }
    var act = target.closest("[data-act]");
    if (act) {
      decide(act.closest(".card"), act.dataset.act);
      return;
    }
    var moved = target.closest("[data-step]");
    if (moved) {
      if (current < 0) select(0, "compare");
      else step(Number(moved.dataset.step), "compare");
      return;
    }
    var out = target.closest("[data-export]");
    if (out) {
      save(out.dataset.export);
      return;
    }
    var card = target.closest("#list .card");
    if (card && cards.indexOf(card) >= 0) select(cards.indexOf(card), "");
  });
  function indexOf(n) {
    for (var i = 0; i < cards.length; i += 1) if (cards[i].dataset.n === n) return i;
    return -1;
  }
  document.addEventListener("change", function (event) {
    if (event.target.id === "import") {
      var file = event.target.files[0];
      if (file) load(file);
      event.target.value = ""; // the same file may be chosen again
      return;
    }
    if (!event.target.classList.contains("note")) return;
    var card = event.target.closest(".card");
    store(card, Object.assign({}, entry(card), { note: event.target.value.trim() }));
  });
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    var tag = event.target.tagName;
    if (tag === "INPUT" || tag === "TEXTAREA" || tag === "SELECT") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    var pane = event.target === paper || event.target === word;
    var key = event.key;
    if (key === "j" || (key === "ArrowDown" && !pane)) step(1);
    else if (key === "k" || (key === "ArrowUp" && !pane)) step(-1);
    else if (key === "Enter" && tag !== "BUTTON" && tag !== "A" && tag !== "SUMMARY" && current >= 0) {
      select(current, inCompare() ? "list" : "compare");
    } else if (key === "c" && current >= 0) decide(cards[current], "confirmed");
    else if (key === "i" && current >= 0) decide(cards[current], "ignored");
    else return;
    event.preventDefault();
  });
  one("print").addEventListener("click", function () {
    window.print();
  });
  // On paper nothing can be opened, and a list that leaves things out would deceive: all of it is printed.
  var folded = [];
  var filtered = [];
  window.addEventListener("beforeprint", function () {
    folded = all("#list details:not([open])");
    folded.forEach(function (d) {
      d.open = true;
    });
    filtered = all("#list [hidden]").filter(function (x) {
      return x.matches(".card, .group");
    });
    filtered.forEach(function (x) {
      x.hidden = false;
    });
    all("#list img").forEach(function (i) {
      i.loading = "eager";
    });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (d) {
      d.open = false;
    });
    filtered.forEach(function (x) {
      x.hidden = true;
    });
    folded = filtered = [];
  });

  // the decisions as a file
  function save(kind) {
    var list = cards.map(function (c) {
      var e = entry(c);
      return {
        id: c.dataset.id, number: Number(c.dataset.n), weight: c.dataset.weight, kind: c.dataset.kind,
        certainty: c.dataset.certainty, page: c.dataset.page ? Number(c.dataset.page) : null,
        text: c.dataset.text, decision: e.decision || "open", note: e.note || ""
      };
    });
    // decisions on differences that this report does not have (made by another version) go along: none is lost
    var known = list.map(function (d) {
      return d.id;
    });
    var others = Object.keys(decisions).filter(function (id) {
      return known.indexOf(id) < 0;
    }).map(function (id) {
      return { id: id, decision: decisions[id].decision || "open", note: decisions[id].note || "" };
    });
    var body;
    if (kind === "json") {
      body = JSON.stringify({
        schema: "tfdocs.decisions/1",
        word: { name: root.dataset.wordName, sha256: root.dataset.word },
        pdf: { name: root.dataset.pdfName, sha256: root.dataset.pdf },
        decisions: list.concat(others)
      }, null, 2);
    } else {
      var head = ["序号", "页", "类别", "差异", "处理意见", "备注", "编号"];
      var lines = [head].concat(list.map(function (d) {
        var card = cards[indexOf(String(d.number))];
        return [d.number, d.page === null ? "" : d.page, card.querySelector(".weight").textContent, d.text,
          NAMES[d.decision] || "未处理", d.note, d.id];
      }));
      body = "\ufeff" + lines.map(function (l) {
        return l.map(cell).join(",");
      }).join("\r\n") + "\r\n";
    }
    var url = URL.createObjectURL(new Blob([body], { type: kind === "json" ? "application/json" : "text/csv" }));
    var a = document.createElement("a");
    a.href = url;
    a.download = "核对处理意见." + kind;
    document.body.appendChild(a);
    a.click();
    a.remove();
    if (kind === "json") lost = false;
    setTimeout(function () {
      URL.revokeObjectURL(url);
    }, 1000);
  }
  function load(file) {
    if (file.size > 20000000) {
      say("这不是处理意见文件");
      return;
    }
    var reader = new FileReader();
    reader.onerror = function () {
      say("文件读不出来");
    };
    reader.onload = function () {
      var data = null;
      try {
        data = JSON.parse(String(reader.result));
      } catch (error) {
        data = null;
      }
      if (!data || data.schema !== "tfdocs.decisions/1" || !Array.isArray(data.decisions)) {
        say("这不是处理意见文件，请选用“导出意见”存下的文件");
        return;
      }
      if (!data.word || !data.pdf || data.word.sha256 !== root.dataset.word || data.pdf.sha256 !== root.dataset.pdf) {
        say("这份处理意见属于另一对文件，没有导入");
        return;
      }
      if (kept) read();
      var taken = 0;
      var changed = 0;
      data.decisions.forEach(function (d) {
        var e = clean(d);
        if (!e || typeof d.id !== "string" || !d.id || d.id.length > 80) return;
        var old = decisions[d.id];
        if (old && (old.decision !== e.decision || old.note !== e.note)) changed += 1;
        decisions[d.id] = e;
        taken += 1;
      });
      keep();
      refresh();
      say("已导入 " + taken + " 条处理意见" + (changed ? "，其中 " + changed + " 条与原有的不同，以导入的为准" : ""));
    };
    reader.readAsText(file, "utf-8");
  }
  function cell(value) {
    var text = String(value);
    if (/^[=+\-@\t\r]/.test(text)) text = "'" + text; // a spreadsheet must not take it for a formula
    return '"' + text.replace(/"/g, '""') + '"';
  }

  read();
  refresh();
})();
