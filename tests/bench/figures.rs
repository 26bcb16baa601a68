//! What all benches measure with and print: processor time, and one metric a line: `name value unit  min= max= n=`.

/// The processor time that this thread has used, in seconds. To give way makes the system book what was used until now;
/// without, it does so every few milliseconds.
pub fn cpu_seconds() -> f64 {
    std::thread::yield_now();
    let nanoseconds = std::fs::read_to_string("/proc/thread-self/schedstat")
        .ok()
        .and_then(|text| {
            text.split_whitespace()
                .next()
                .and_then(|word| word.parse::<f64>().ok())
        });
    nanoseconds.map_or_else(wall_seconds, |nanoseconds| nanoseconds / 1e9)
}

/// Where the system does not tell: real time.
fn wall_seconds() -> f64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64())
}

/// Prints a metric: the middle one of its figures and the outer ones, with so many decimals.
pub fn report(name: &str, unit: &str, decimals: usize, figures: &[f64]) {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    let (min, max, n) = (figures[0], figures[figures.len() - 1], figures.len());
    println!(
        "{name} {:.decimals$} {unit}  min={min:.decimals$} max={max:.decimals$} n={n}",
        figures[n / 2]
    );
}
