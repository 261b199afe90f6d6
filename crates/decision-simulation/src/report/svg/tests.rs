use super::*;

#[test]
fn ticks_are_round_and_span_the_range() {
    assert_eq!(nice_ticks(0.0, 10.0, 5), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
    assert_eq!(
        nice_ticks(3.0, 47.0, 5),
        [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]
    );
    let small = nice_ticks(0.0, 0.0123, 5);
    assert!(
        small.last().unwrap() >= &0.0123 && small.len() <= 7,
        "{small:?}"
    );
    assert_eq!(nice_ticks(-7.0, 3.0, 2), [-10.0, -5.0, 0.0, 5.0]);
    for strange in [
        (0.0, 0.0),
        (f64::NAN, 1.0),
        (5.0, -5.0),
        (f64::INFINITY, 1.0),
    ] {
        let ticks = nice_ticks(strange.0, strange.1, 5);
        assert!(ticks.len() >= 2 && ticks.iter().all(|tick| tick.is_finite()));
    }
}

#[test]
fn digits_tell_ticks_apart() {
    assert_eq!(tick_digits(&nice_ticks(0.0, 10.0, 5)), 0);
    assert_eq!(tick_digits(&[0.0, 0.25, 0.5]), 2);
    assert_eq!(tick_digits(&nice_ticks(0.0, 0.012, 4)), 3);
}

#[test]
fn an_axis_maps_ends_to_ends() {
    let axis = Axis::new((10.0, 20.0), (300.0, 0.0));
    assert!((axis.place(10.0) - 300.0).abs() < 1e-9);
    assert!((axis.place(20.0)).abs() < 1e-9);
    assert!((axis.place(15.0) - 150.0).abs() < 1e-9);
    assert!(Axis::new((1.0, 1.0), (5.0, 9.0)).place(1.0) < 5.1);
    assert!(axis.place(f64::NAN).is_finite());
}

#[test]
fn texts_are_escaped_and_numbers_are_short() {
    let mut picture = Picture::new(100.0, 50.0);
    picture.text("t", Anchor::Middle, (1.04, -0.25), "<b>\"&'");
    picture.with_tip(&["a<b".to_owned(), "c".to_owned()], |picture| {
        picture.disc("d", (2.0, 3.46), 4.0);
    });
    let svg = picture.finish("chart", "x\"y");
    assert!(
        svg.contains("x=\"1\" y=\"-0.3\">&lt;b&gt;&quot;&amp;&#39;</text>"),
        "{svg}"
    );
    assert!(
        svg.contains("aria-label=\"a&lt;b; c\"><title>a&lt;b\nc</title>"),
        "{svg}"
    );
    assert!(svg.contains("cx=\"2\" cy=\"3.5\" r=\"4\"") && svg.contains("aria-label=\"x&quot;y\""));
}

#[test]
fn a_bar_stays_inside_its_cell() {
    let svg = bar(
        &[("cost", 0.25, 0.75), ("loss", 0.9, 1.7)],
        &[("mark", -1.0)],
    );
    assert!(
        svg.contains("class=\"cost\" x=\"250\" y=\"2\" width=\"500\""),
        "{svg}"
    );
    assert!(
        svg.contains("class=\"loss\" x=\"900\" y=\"2\" width=\"100\""),
        "{svg}"
    );
    assert!(svg.contains("x1=\"0\""), "{svg}");
}
