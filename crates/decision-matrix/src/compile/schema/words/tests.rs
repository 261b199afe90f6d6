use super::*;

fn words(list: &[&str]) -> Words {
    Words::new(list.iter().map(|word| (*word).to_owned()).collect())
}

#[test]
fn every_word_is_found_at_its_place_and_no_other() {
    let list = [
        "",
        "a",
        "b",
        "ab",
        "ba",
        "abc",
        "abcd",
        "dcba",
        "abcdefg",
        "abcdefgh",
        "abcdefghi",
        "abcdefghabcdefgh",
        "abcdefghXabcdefgh",
        "abcdefghYabcdefgh",
        "ещё одно слово",
    ];
    let words = words(&list);
    for (place, word) in (0..).zip(list) {
        assert_eq!(words.place(word), Some(place), "{word}");
    }
    for other in [
        "c",
        "a\0",
        "\0",
        "aa",
        "abd",
        "abcdefgi",
        "abcdefghabcdefgi",
        "abcdefghZabcdefgh",
        "abcdefghXabcdefgh ",
    ] {
        assert_eq!(words.place(other), None, "{other:?}");
    }
}

#[test]
fn of_equal_words_the_first_counts() {
    assert_eq!(words(&["x", "y", "x"]).place("x"), Some(0));
    assert_eq!(words(&[]).place("x"), None);
    let mut many: Vec<String> = (0..300).map(|at| format!("word-{at}")).collect();
    many.push("word-7".to_owned());
    assert_eq!(Words::new(many.into()).place("word-7"), Some(7));
}

proptest::proptest! {
    #[test]
    fn it_answers_as_a_search_through_the_list(
        list in proptest::collection::vec("[ab]{0,18}|[a-z]{7,10}", 0..400),
        asked in proptest::collection::vec("[ab]{0,18}|[a-z]{7,10}", 20),
    ) {
        let words = Words::new(list.clone().into());
        for word in asked.iter().chain(&list) {
            let expected = list.iter().position(|known| known == word);
            proptest::prop_assert_eq!(words.place(word).map(|place| place as usize), expected);
        }
    }
}
