use super::closest;

#[test]
fn finds_the_nearest_candidate() {
    let keys = ["type", "title", "nullable", "values", "domain"];
    for (word, expected) in [
        ("tilte", Some("title")),
        ("titel", Some("title")),
        ("nulable", Some("nullable")),
        ("domian", Some("domain")),
        ("valuess", Some("values")),
        ("typo", Some("type")),
        ("reasons", None),
        ("x", None),
        ("", None),
    ] {
        assert_eq!(closest(word, keys), expected, "{word}");
    }
}

#[test]
fn the_first_of_equally_near_candidates_wins() {
    assert_eq!(closest("cat", ["bat", "rat"]), Some("bat"));
    assert_eq!(closest("cat", ["rat", "bat"]), Some("rat"));
    assert_eq!(closest("cat", ["bat", "cat"]), Some("cat"));
}

#[test]
fn short_words_need_something_in_common() {
    assert_eq!(closest("x", ["y"]), None);
    assert_eq!(closest("no", ["yes"]), None);
    assert_eq!(closest("of", ["or"]), Some("or"));
}

#[test]
fn a_swap_counts_once_and_hostile_words_are_cheap() {
    assert_eq!(closest("ab", ["ba"]), Some("ba"));
    let long = "a".repeat(1_000_000);
    assert_eq!(closest(&long, ["aaa"]), None);
    assert_eq!(closest("aaa", [long.as_str()]), None);
    assert_eq!(closest("фактор", ["вектор", "фактары"]), Some("вектор"));
}
