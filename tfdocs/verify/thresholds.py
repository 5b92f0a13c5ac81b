"""The numbers that decide between a difference and a slip of the reader, in one table, with what set each.

What only says how near lines must stand, or how long a label is, stands beside the code that uses it.

Ratios are natural logarithms of likelihood ratios (what was read against what the Word says).
"""

from __future__ import annotations

# A real change of one to four characters never scored below 6.2 in 47 planted ones; ten of eleven reading errors stayed
# below 5.1 (20 scanned pages, Kai and Song faces, 150-300 dpi, seals).
CERTAIN = 6.0
# Between the two a person must look. Below, the place is taken for a reading error and listed as such.
EXPLAINED = 3.0
# The same for digits, amounts, dates, negations: never explained away by less than clear evidence for the Word.
EXPLAINED_CRITICAL = 1.0

# Digit for digit, or one look-alike for another, a single look at the picture that leans to the paper's reading more
# than this is a doubt, whatever the others say: a planted 800 for 300 under a black seal had 1.1, -0.9 and -2.6, a
# planted 已 for 己 0.8, 0.5 and 1.2, another 0.3, -1.3 and -1.7 (language holds with 自己). On 107 untouched pages at
# 200 dpi and above it costs no doubt that 0.5 did not (seeds 421, 426, 427, 430 and 431 of benchmarks.tamper).
EXPLAINED_LOOK = 0.0

# A look at a line with room at its ends settles what a cut box made of its first or last character. Where that looks
# like the Word's (土 for 士), it must be this sure of the Word's: a planted 博土 was read 博士 with 0.81 by one.
WIDER_SURE = 0.95

# Between characters that print shows with one shape (一 and a dash, ． and ·) the recogniser's preference says little:
# 4.5-5.8 on six untouched ones at 150 dpi, by telephone and in grey. Never certain, and explained below this.
ONE_SHAPE = 9.0

# Reverse test: where both agree on a critical character that was not read with all but this share, it is looked at
# again, and a look-alike rival that is nearly as likely is a doubt. A planted 目 in a blank date was read as 日 with
# 0.978. On 34 untouched pages at four levels 47 more looks than with 0.08, and no doubt more.
RIVAL = 0.015
# … and so is one that the first look alone holds nearly as likely as this: a planted 目 in 24目 was read as 日 with
# 0.73, and language made the further looks surer. None on 45 untouched pages of 16 documents at 200 dpi and above.
RIVAL_LOOK = 1.4
# … and so is one that is read as its rival once nothing stands around it: a planted 干 in 十百千万 left -7.5. Of those
# 149 looked at so on 291 pages (tamper seed 790 at four levels, and papers of other kinds) none left less than -2.9; an
# honest 己 of a black-and-white scan (seed 799) later -4.2.
RIVAL_ALONE = -6.0

# The second reader settles a doubt only where it is this sure of the Word's characters …
SECOND_SURE = 0.60
# … and is asked this often for one pair: it takes 0.2 s a line. Beyond that the doubt stays.
SECOND_MOST = 80

# A place of the paper is what a picture of the Word shows there when its least alike window correlates this much: 0.96
# for one chart blurred and noisy, 0.74-0.78 with one digit of four changed; on eleven printed pages of screenshots nine
# labels in ten reach it, and the others lie where the picture was not found.
FIGURE_SAME = 0.85
# … and where both were read and say different things, this much: 0.95 and more for what two readings of one printed
# picture differ in, 0.90 for a changed digit of four.
FIGURE_SURE = 0.95

# Placing. A line is placed when at least this share of its characters agrees with the Word there …
PLACED_SHARE = 0.5
# … and these many characters at least agree (shorter lines must agree fully or be bracketed by neighbours).
PLACED_LEAST = 2

# Unplaced writing read with less mean confidence than this is not certainly text.
READ_WELL = 0.80
READ_AT_ALL = 0.45

# A page whose share of placed characters is below this belongs to another document.
FOREIGN_PAGE = 0.25
# A page of which this share is covered by one other page already is a second copy of it.
DUPLICATE_PAGE = 0.75
# Runs at least this long that are missing here and extra there have moved.
MOVED_LEAST = 6

# The document's own type. A character is where the Word has it when this share of its strokes is dark there …
GLYPH_COVERED = 0.97
# … every other character of the document leaves this share of its strokes more unexplained (half as much again for
# what matters most and for figures) …
GLYPH_APART = 0.2
# … and, where no seal lies over it, there is no more ink beside its strokes than this share of them.
GLYPH_BESIDE = 0.12

# Look-alikes told by the document's own type: the largest stroke that one of two characters has beyond the other's
# edges, in thousandths of a square em. In 16 black-and-white scans of 300 dpi (five faces, seeds 736, 738, 810 and 811
# of benchmarks.tamper) 92 in 100 of 3,239 characters leave no more than TYPE_SAME beside the likest of their own kind;
# most of the others were cut in the wrong place and leave up to 140. Nine that were printed as another of their group,
# and read as the Word has them all the same, left 1.1 to 14.3, one of them less than TYPE_APART.
TYPE_SAME = 0.5
TYPE_APART = 2.5
# A doubt of the recogniser's is none from here: thin faces have so little between 干 and 千 (0.8 to 2). Of 3,070 that
# had both kinds none left so much beside its own and TYPE_SAME beside the other, as a forged one would have to; nor did
# any of 450 that were printed as another of their group, in three forms and reports with half of all such changed.
TYPE_LESS = 0.8
TYPE_OTHER = 40.0
# … and it is told to be the other where it leaves no more than this beside it: the planted 目 left 1.0.
TYPE_LIKE = 1.5
# A character is looked at so when it was read with less than this, one in nine: a planted 目 was read as 日 with 0.990.
# Of the 3,070 none was told to be the other.
TYPE_LOOK = 0.998

# What fills a blank is held for a hand's, without colour, from this logarithm of the odds. Of the print that the
# weights were fitted to the highest has 1.2, and none of 120 other blanks filled in print reaches it, while 58 of 108
# in black ink do or were badly read (seed 5 of benchmarks.handwriting, four fonts drawn after handwriting).
BY_HAND = 2.0
# … and held for print that stands beside one below this. Of 146 pieces of print of 14 scans two thirds are (their
# median is -2.8); names and dates in three fonts drawn after handwriting, in black ink and well read, had -1.5 to 0.6.
SURELY_PRINTED = -1.5

# What was read in a black stamp's ink beside print is a doubt with this confidence, and where it would change what
# matters most with this. On 60 sealed pages of 300 dpi in black and white (seeds 81 to 84 of benchmarks.scans) 25 runs
# were taken off their lines. Strokes of the seal beside print were read with 0.13 to 0.50, f for one with 0.77, and by
# themselves with 0.10 to 0.85 (two above 0.8); printed figures among them with 0.64 to 0.71, a printed 子 with 0.56.
STAMP_INK = 0.8
STAMP_INK_CRITICAL = 0.55

# A raised 2 or 3 is told by the network for them from this likelihood. Of 1,844 in eight faces that it did not learn
# from (9 to 16 points, 130 to 320 dpi) 1,721 are, none of them wrongly, and none was from 0.97; of 144 ㎡ and ㎥ of
# photographs and scans of 150 dpi (seed 792 of benchmarks.tamper) 137, where cutting them out told 46.
RAISED_SURE = 0.99
# … and where a seal was left on, from this. Of 2,000 in those faces under strokes of a ring or of lettering, pale to
# nearly black, 952 are, one of them wrongly (two from 0.99). Of thirteen honest ones that taking a seal off had worn
# away (seeds 798 and 799 of benchmarks.tamper) twelve are.
RAISED_SEALED = 0.999

# A look-alike is told by the network for them from ALIKE_SURE: of 2,635 in eight faces that it did not learn from 2,450
# are, none of them wrongly (three from 0.97), and five of 698 others are taken for one.
ALIKE_SURE = 0.99
# … and one that was read as the Word has it is held for another of its group from this. Of 1,097 honest ones (40 papers
# of 300 dpi in black and white, forms photographed and at 150 dpi) none is, nor was from 0.99; one was from 0.97.
ALIKE_OTHER = 0.997
