//! The one "did you mean": the known word nearest to a misspelt one.

/// Longest word that is compared, in characters; no permitted name is longer.
const WORD_CHARS_MAX: usize = 64;

/// Most candidates that are compared, so that a file full of unknown words is still refused fast.
const CANDIDATES_MAX: usize = 512;

/// The candidate nearest to `word`, if one is near enough to be meant: at most a third of the
/// longer word's characters differ (inserted, left out, replaced or swapped). The first of equally
/// near candidates wins.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = word.chars().take(WORD_CHARS_MAX + 1).collect();
    if word.is_empty() || word.len() > WORD_CHARS_MAX {
        return None;
    }
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in candidates.into_iter().take(CANDIDATES_MAX) {
        let letters: Vec<char> = candidate.chars().take(WORD_CHARS_MAX + 1).collect();
        let longer = word.len().max(letters.len());
        let bound = best.map_or(longer.div_ceil(3), |(distance, _)| {
            distance.saturating_sub(1)
        });
        let is_too_far = letters.len().abs_diff(word.len()) > bound;
        if letters.is_empty() || letters.len() > WORD_CHARS_MAX || is_too_far {
            continue;
        }
        let distance = distance(&word, &letters);
        // Nothing in common is no likeness, however short the words are.
        if distance <= bound && distance < longer {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The optimal string alignment distance: Damerau-Levenshtein without edits inside a swap.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=right.len()).collect();
    let mut previous_left: Option<char> = None;
    for (row, &a) in left.iter().enumerate() {
        let mut current = Vec::with_capacity(right.len() + 1);
        let mut beside = row + 1;
        current.push(beside);
        let mut previous_right: Option<char> = None;
        for (column, &b) in right.iter().enumerate() {
            let cell = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX / 2);
            let replaced = cell(&previous, column) + usize::from(a != b);
            let mut best = replaced
                .min(beside + 1)
                .min(cell(&previous, column + 1) + 1);
            if previous_left == Some(b) && previous_right == Some(a) && column > 0 {
                best = best.min(cell(&before, column - 1) + 1);
            }
            current.push(best);
            beside = best;
            previous_right = Some(b);
        }
        before = previous;
        previous = current;
        previous_left = Some(a);
    }
    previous.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests;
