//! People and waiting against the formula of Erlang, computed by hand.

use super::super::{CostModel, Queue, StaffError, Staffing, WorkTime, waiting_days};
use super::{model, refused};

const QUEUE: &str = "
format: 1
delay: {queue_days: {arrivals_per_day: 240, reviews_per_person_day: 10.5, staff: 24}}
";

fn queue() -> Queue {
    model(QUEUE).delay.queue.expect("the model has a queue")
}

fn days(waiting: f64) -> String {
    format!("{waiting:.4}")
}

/// Waiting by the textbook formula of Erlang C, summed term by term.
fn textbook(arrivals: f64, reviews: f64, staff: u32) -> f64 {
    let load = arrivals / reviews;
    let mut term = 1.0;
    let mut sum = 0.0;
    for people in 0..staff {
        sum += term;
        term *= load / f64::from(people + 1);
    }
    let all_busy = term * f64::from(staff) / (f64::from(staff) - load);
    let waits = all_busy / (sum + all_busy);
    waits / (reviews * f64::from(staff) - arrivals)
}

#[test]
fn the_recursion_is_the_textbook_formula() {
    for (arrivals, staff) in [(240.0, 24), (240.0, 23), (36.0, 4), (9.0, 1), (100.0, 60)] {
        let ours = waiting_days(arrivals, 10.5, staff).unwrap();
        let theirs = textbook(arrivals, 10.5, staff);
        assert!((ours / theirs - 1.0).abs() < 1e-12, "{ours} {theirs}");
    }
    assert_eq!(waiting_days(0.0, 10.5, 3), Some(0.0));
    assert_eq!(waiting_days(10.0, 0.0, 3), None);
    assert_eq!(waiting_days(10.5, 10.5, 1), None);
}

#[test]
fn the_model_keeps_its_queue() {
    assert_eq!(
        queue(),
        Queue {
            arrivals_per_day: 240_000_000,
            reviews_per_person_day: 10_500_000,
            staff: 24
        }
    );
    let constant = model("format: 1\ndelay: {queue_days: 1.5}\n");
    assert_eq!(constant.delay.queue_days, 1_500_000);
    assert_eq!(constant.delay.queue, None);
    assert!(matches!(constant.with_staff(5), Err(StaffError::NoQueue)));
}

#[test]
fn other_staff_gives_other_waiting() {
    let with = |staff| model(QUEUE).with_staff(staff);
    let micro = |model: CostModel| model.delay.queue_days;
    assert_eq!(micro(with(24).unwrap()), model(QUEUE).delay.queue_days);
    assert!((643_250..643_350).contains(&micro(with(23).unwrap())));
    assert_eq!(with(23).unwrap().delay.queue.unwrap().staff, 23);
    assert!(micro(with(30).unwrap()) < micro(with(25).unwrap()));
    assert_eq!(
        with(22).unwrap_err().to_string(),
        "22 people never work off the queue: they finish 231 reviews a day and 240 claims a day \
         arrive; it takes at least 23"
    );
    assert_eq!(
        with(100_001).unwrap_err().to_string(),
        "`100001` people are out of range; give a number from 1 to 100000"
    );
    assert!(matches!(with(0), Err(StaffError::NeverWorksOff(_))));
}

#[test]
fn a_file_with_too_few_staff_says_how_many_it_takes() {
    let text = QUEUE.replace("10.5, staff: 24", "10, staff: 24");
    assert_eq!(
        refused(&text),
        [
            "3:21 so few staff never work off the queue; raise `staff` to 25 or more: above arrivals_per_day / reviews_per_person_day"
        ]
    );
    let text = QUEUE.replace("10.5", "0");
    assert!(refused(&text)[0].ends_with("let `reviews_per_person_day` be above 0"));
    let text = QUEUE.replace("staff: 24", "staff: 100001");
    assert!(refused(&text)[0].contains("`100001` is out of range"));
}

#[test]
fn fewer_reviews_take_fewer_people() {
    let staffing = Staffing::new(&queue(), 15, 100).unwrap();
    assert_eq!(staffing.today.staff, 24);
    assert_eq!(days(staffing.today.waiting_days), "0.0621");
    assert!((staffing.today.busy - 0.952_38).abs() < 1e-5);
    assert_eq!(staffing.least_staff.staff, 4);
    assert_eq!(days(staffing.least_staff.waiting_days), "0.1172");
    assert_eq!(staffing.same_waiting.staff, 5);
    assert_eq!(days(staffing.same_waiting.waiting_days), "0.0215");
    assert!((staffing.same_waiting.reviews_per_day - 36.0).abs() < 1e-9);
    // A backlog of 360 claims: 12 a day to spare today, 216 a day with the same people after.
    let clearing = |state: super::super::QueueState| state.clearing_days(360.0).unwrap();
    assert!((clearing(staffing.today) - 30.0).abs() < 1e-9);
    assert!((clearing(staffing.same_staff) - 360.0 / 216.0).abs() < 1e-9);
    assert!(staffing.same_staff.waiting_days < 1e-9);
}

#[test]
fn the_ends_of_the_share_are_sound() {
    let all = Staffing::new(&queue(), 7, 7).unwrap();
    assert_eq!(all.today, all.same_staff);
    assert_eq!(all.same_waiting, all.today);
    assert_eq!(all.least_staff.staff, 23);
    let none = Staffing::new(&queue(), 0, 7).unwrap();
    assert_eq!((none.least_staff.staff, none.same_waiting.staff), (0, 0));
    assert!(none.least_staff.waiting_days.abs() < f64::EPSILON);
    assert_eq!(none.least_staff.clearing_days(1.0), None);
    assert_eq!(Staffing::new(&queue(), 0, 0), None);
    for reviewed in 0..=100 {
        let one = Staffing::new(&queue(), reviewed, 100).unwrap();
        assert!(one.least_staff.staff <= one.same_waiting.staff);
        assert!(one.same_waiting.staff <= 24);
        assert!(one.same_waiting.waiting_days <= one.today.waiting_days);
    }
}

#[test]
fn hours_become_full_time_people() {
    assert_eq!(WorkTime::FULL_TIME.hours_per_year(), 1_760);
    let year = |hours: i128| hours * 60_000_000_000;
    let people = WorkTime::FULL_TIME
        .full_time_people(year(1_760), 365)
        .unwrap();
    assert!((people - 1.0).abs() < 1e-12);
    let people = WorkTime::FULL_TIME.full_time_people(year(880), 73).unwrap();
    assert!((people - 2.5).abs() < 1e-12);
    assert_eq!(WorkTime::FULL_TIME.full_time_people(year(1), 0), None);
}
