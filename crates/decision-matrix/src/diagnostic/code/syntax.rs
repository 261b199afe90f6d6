//! What findings mean: the text itself: encoding, size, and the parts of YAML that are refused.

use super::Explanation;

pub(super) const ENCODING: Explanation = Explanation {
    meaning: "The bytes of the file are not UTF-8 text.",
    why: "In another encoding the same bytes are other letters, so two readers could see two \
        different rules.",
    example: "# saved as windows-1252
title: Réclamations
",
    remedy: "Save the file as UTF-8 in the editor. A byte order mark at the start is fine.",
};

pub(super) const TOO_LARGE: Explanation = Explanation {
    meaning: "The file has more than 262,144 bytes, or more than 16 MiB with `--large`.",
    why: "The limit bounds the time and the memory that a file from anywhere can cost. Rules of \
        that size are also more than anybody reviews.",
    example: "# this comment, repeated until the file has more than 262,144 bytes\n",
    remedy: "Split the matrix by product or by channel, or lift the limit with `--large`.",
};

pub(super) const CONTROL_CHARACTER: Explanation = Explanation {
    meaning: "The file holds a control character, or one that hides text or turns its direction.",
    why: "Such a character can make a rule look like another one in a review. It is refused \
        everywhere, in comments too.",
    example: "title: Refunds <U+202E>\n",
    remedy: "Delete the character. The finding tells its code point and its place.",
};

pub(super) const DIRECTIVE: Explanation = Explanation {
    meaning: "A line starts with `%`, which is a directive of YAML.",
    why: "Directives change how the rest of the file is read, and no rule needs one.",
    example: "%YAML 1.2
---
title: Refunds
",
    remedy: "Delete the line.",
};

pub(super) const SEVERAL_DOCUMENTS: Explanation = Explanation {
    meaning: "A second document begins in the file.",
    why: "One file holds one matrix; a second document would be text that looks like rules and \
        decides nothing.",
    example: "title: Refunds
---
title: Refunds of last year
",
    remedy: "Delete everything from the second `---`, or put it into a file of its own.",
};

pub(super) const ANCHOR: Explanation = Explanation {
    meaning: "The file uses an anchor (`&`) or an alias (`*`).",
    why: "A reviewer must see each value where it is used, and aliases let a small file become a \
        huge one.",
    example: "parameters:
  small: &limit {type: money, value: 5000}
  large: *limit
",
    remedy: "Write the value out, or put it in quotes if the character itself is meant.",
};

pub(super) const TAG: Explanation = Explanation {
    meaning: "The file uses a tag (`!`), which gives a value another type.",
    why: "Types come from the declarations in the file and from nowhere else.",
    example: "title: !shout refunds\n",
    remedy: "Delete the tag, or put the text in quotes.",
};

pub(super) const MERGE_KEY: Explanation = Explanation {
    meaning: "The file uses a merge key (`<<`).",
    why: "What a mapping holds must be readable at its place; a merge key brings in keys from \
        elsewhere.",
    example: "factors:
  <<: {type: money}
",
    remedy: "Write the keys out.",
};

pub(super) const TOO_DEEP: Explanation = Explanation {
    meaning: "Collections are nested more than 16 deep.",
    why: "No part of the format needs more than 8 levels; a deeper file is a mistake or an attack \
        on the reader.",
    example: "title: [[[[[[[[[[[[[[[[refunds]]]]]]]]]]]]]]]]\n",
    remedy: "Take out the brackets, or correct the indentation.",
};

pub(super) const YAML: Explanation = Explanation {
    meaning: "The text is not valid YAML.",
    why: "What cannot be parsed cannot be decided by; nothing behind this place was looked at.",
    example: "title: [refunds\n",
    remedy: "Look at this line and the one above: the usual causes are a wrong indentation, a tab, \
        an unclosed quote or an unclosed bracket.",
};

pub(super) const DUPLICATE_KEY: Explanation = Explanation {
    meaning: "A key stands twice in a mapping.",
    why: "Most readers of YAML silently keep one of the two, and not everybody keeps the same \
        one.",
    example: "title: Refunds
title: Refunds of fees
",
    remedy: "Delete one of the two, or rename it.",
};

pub(super) const EMPTY_SCALAR: Explanation = Explanation {
    meaning: "A key has no value.",
    why: "Nobody can tell whether the value was forgotten or meant to be nothing.",
    example: "title:\n",
    remedy: "Write the value, write `null` where none is meant, or delete the key.",
};
