//! What a message costs: `cargo run --release -p words --example speed`. Nanoseconds and allocated strings are of this
//! machine; the figures in words/README.md are ratios to a plain text.

use std::{hint::black_box, time::Instant};
use words::*;

fn time<T>(name: &str, mut work: impl FnMut() -> T) {
    for _ in 0..1_000 {
        black_box(work());
    }
    let mut best = f64::MAX;
    for _ in 0..5 {
        let begun = Instant::now();
        for _ in 0..100_000 {
            black_box(work());
        }
        best = best.min(begun.elapsed().as_secs_f64() * 1e9 / 100_000.0);
    }
    println!("{name:36} {best:6.0} ns");
}

fn main() {
    for tag in ["en", "ar-XB"] {
        let begun = Instant::now();
        let words = languages().get(tag, true);
        let Some(w) = words else { continue };
        println!("{tag}: loaded in {:?}", begun.elapsed());
        let (bo, phone) = (Name::new("Bo", "Lind"), Phone("855-555-0100".to_owned()));
        time("plain", || w.page_need_help());
        time("count", || w.step_number(2_u8, 5_u8));
        time("text, two of them", || w.page_title("Your account", "Sample Exchange"));
        time("name and a choice, markup", || w.page_signed_in(&bo, Who::Broker));
        time("phone, markup", || w.contact("Broker Service Line", &phone));
        time("activity: two choices, a reference", || {
            w.activity_read_consumer(Attempt::Done, Doer::Broker, &bo)
        });
    }
    let w = Words::default();
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..200_000_u32).for_each(|n| drop(black_box(w.step_number(n, 5_u8)))));
        }
    });
    println!(
        "count, two threads at once            {:6.0} ns",
        begun.elapsed().as_secs_f64() * 1e9 / 200_000.0
    );
}
