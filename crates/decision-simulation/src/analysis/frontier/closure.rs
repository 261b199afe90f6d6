//! The best levels under an order: exact, by a minimum cut.
//!
//! A cell takes one of its levels, and some cells must not be below others. With a weight for
//! each cell and level the best choice is a closure of maximum weight in a partial order (Picard
//! 1976, Management Science 22): the node `(cell, level)` says that the cell is at this level or
//! above, it demands the level below and the same level of every cell that must not be lower. The
//! largest closure comes out of one minimum cut (Dinic 1970). Integers only, so nothing is rounded.

/// The largest weight that a level may have, so that sums of weights fit: 2^100.
pub(super) const WEIGHT_LIMIT: i128 = 1 << 100;

/// Cells with levels and an order between cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LevelOrder {
    /// The lowest and the highest permitted level of each cell.
    bounds: Vec<(usize, usize)>,
    /// Pairs of cells: the first must not be below the second.
    not_below: Vec<(usize, usize)>,
}

impl LevelOrder {
    /// Cells with their lowest and highest permitted levels, and pairs of cells of which the first
    /// must not be below the second; `None` where no choice keeps to both.
    pub(super) fn new(
        mut bounds: Vec<(usize, usize)>,
        not_below: Vec<(usize, usize)>,
    ) -> Option<Self> {
        // What a pair demands of one bound may move the next: until nothing moves.
        for _ in 0..=bounds.len() {
            let before = bounds.clone();
            for (upper, lower) in &not_below {
                let floor = bounds.get(*lower)?.0;
                let ceiling = bounds.get(*upper)?.1;
                let upper = bounds.get_mut(*upper)?;
                upper.0 = upper.0.max(floor);
                let lower = bounds.get_mut(*lower)?;
                lower.1 = lower.1.min(ceiling);
            }
            if before == bounds {
                break;
            }
        }
        { bounds.iter() }
            .all(|(low, high)| low <= high)
            .then_some(Self { bounds, not_below })
    }

    /// Whether the levels keep to the bounds and the order.
    pub(super) fn permits(&self, levels: &[usize]) -> bool {
        let level = |cell: usize| levels.get(cell).copied();
        levels.len() == self.bounds.len()
            && { levels.iter().zip(&self.bounds) }
                .all(|(level, (low, high))| (low..=high).contains(&level))
            && { self.not_below.iter() }.all(|(upper, lower)| level(*upper) >= level(*lower))
    }

    /// The lowest and the highest level that a cell may take if all others stay.
    pub(super) fn range(&self, levels: &[usize], cell: usize) -> (usize, usize) {
        let (mut low, mut high) = self.bounds.get(cell).copied().unwrap_or_default();
        let level = |cell: usize| levels.get(cell).copied().unwrap_or_default();
        for (upper, lower) in &self.not_below {
            if *upper == cell {
                low = low.max(level(*lower));
            }
            if *lower == cell {
                high = high.min(level(*upper));
            }
        }
        (low, high)
    }

    /// How many cells there are.
    pub(super) fn cells(&self) -> usize {
        self.bounds.len()
    }

    /// How many nodes the cut has.
    pub(super) fn nodes(&self) -> usize {
        self.bounds.iter().map(|(low, high)| high - low).sum()
    }

    /// The levels whose sum of weights is the largest; of equal ones the lowest. Weights lie
    /// within [`WEIGHT_LIMIT`].
    pub(super) fn best(&self, weight: impl Fn(usize, usize) -> i128) -> Vec<usize> {
        let mut first_node = Vec::with_capacity(self.cells());
        let mut weights = Vec::with_capacity(self.nodes());
        let mut requires = Vec::new();
        for (cell, (low, high)) in self.bounds.iter().enumerate() {
            first_node.push(weights.len());
            for level in low + 1..=*high {
                if level > low + 1 {
                    requires.push((weights.len(), weights.len() - 1));
                }
                weights.push(weight(cell, level) - weight(cell, level - 1));
            }
        }
        let node = |cell: usize, level: usize| {
            let (low, high) = self.bounds.get(cell)?;
            let first = first_node.get(cell)?;
            (*low < level && level <= *high).then(|| first + level - low - 1)
        };
        for (upper, lower) in &self.not_below {
            let (low, high) = self.bounds.get(*lower).copied().unwrap_or_default();
            let pairs = (low + 1..=high).filter_map(|at| node(*lower, at).zip(node(*upper, at)));
            requires.extend(pairs);
        }
        let chosen = maximum_closure(&weights, &requires);
        let levels = { self.bounds.iter().zip(&first_node) }.map(|((low, high), first)| {
            let steps = chosen.iter().skip(*first).take(high - low);
            low + steps.take_while(|is_chosen| **is_chosen).count()
        });
        levels.collect()
    }
}

/// The set of nodes with the largest sum of weights that holds, with each node, what it requires;
/// of equal ones the smallest.
fn maximum_closure(weights: &[i128], requires: &[(usize, usize)]) -> Vec<bool> {
    let (source, sink) = (weights.len(), weights.len() + 1);
    let endless = weights.iter().map(|weight| weight.max(&0)).sum::<i128>() + 1;
    let mut network = Network::new(weights.len() + 2);
    for (node, weight) in weights.iter().enumerate() {
        match *weight {
            1.. => network.connect(source, node, *weight),
            0 => {}
            _ => network.connect(node, sink, -weight),
        }
    }
    for (node, required) in requires {
        network.connect(*node, *required, endless);
    }
    while network.level(source, sink) {
        network.next.fill(0);
        while network.push(source, sink, endless * 2) > 0 {}
    }
    let reached = { network.depth.iter() }.map(|depth| *depth != UNREACHED);
    reached.take(weights.len()).collect()
}

/// The depth of a node that the source does not reach.
const UNREACHED: u32 = u32::MAX;

/// A flow network; edge `2n + 1` is the reverse of edge `2n`.
#[derive(Debug)]
struct Network {
    edges: Vec<Vec<usize>>,
    ends: Vec<usize>,
    rest: Vec<i128>,
    depth: Vec<u32>,
    /// The first edge of each node that may still lead on in this phase.
    next: Vec<usize>,
}

impl Network {
    fn new(nodes: usize) -> Self {
        Self {
            edges: vec![Vec::new(); nodes],
            ends: Vec::new(),
            rest: Vec::new(),
            depth: vec![UNREACHED; nodes],
            next: vec![0; nodes],
        }
    }

    fn connect(&mut self, from: usize, to: usize, capacity: i128) {
        for (from, to, capacity) in [(from, to, capacity), (to, from, 0)] {
            if let Some(edges) = self.edges.get_mut(from) {
                edges.push(self.ends.len());
            }
            self.ends.push(to);
            self.rest.push(capacity);
        }
    }

    /// Numbers the nodes by their distance from the source; whether the sink is reached.
    fn level(&mut self, source: usize, sink: usize) -> bool {
        self.depth.fill(UNREACHED);
        let mut front = std::collections::VecDeque::from([(source, 0)]);
        while let Some((node, depth)) = front.pop_front() {
            match self.depth.get_mut(node) {
                Some(known) if *known == UNREACHED => *known = depth,
                _ => continue,
            }
            for edge in self.edges.get(node).into_iter().flatten() {
                if self.rest.get(*edge).is_some_and(|rest| *rest > 0)
                    && let Some(end) = self.ends.get(*edge)
                    && self.depth.get(*end) == Some(&UNREACHED)
                {
                    front.push_back((*end, depth + 1));
                }
            }
        }
        self.depth
            .get(sink)
            .is_some_and(|depth| *depth != UNREACHED)
    }

    /// Pushes flow along one path of rising depth, as much as it bears; 0 where there is none.
    /// The path is a stack of edges, so that long chains do not recurse.
    fn push(&mut self, source: usize, sink: usize, most: i128) -> i128 {
        let mut path: Vec<usize> = Vec::new();
        let mut node = source;
        while node != sink {
            if let Some((edge, end)) = self.forward(node) {
                path.push(edge);
                node = end;
                continue;
            }
            // A dead end: the edge that led here leads nowhere in this phase.
            let Some(edge) = path.pop() else { return 0 };
            node = self.ends.get(edge ^ 1).copied().unwrap_or(source);
            if let Some(next) = self.next.get_mut(node) {
                *next += 1;
            }
        }
        let rest = |edge: &usize| self.rest.get(*edge).copied().unwrap_or_default();
        let flow = path.iter().map(rest).fold(most, i128::min);
        for edge in path {
            for (edge, change) in [(edge, -flow), (edge ^ 1, flow)] {
                if let Some(rest) = self.rest.get_mut(edge) {
                    *rest += change;
                }
            }
        }
        flow
    }

    /// The next edge of a node that leads one step deeper and has room.
    fn forward(&mut self, node: usize) -> Option<(usize, usize)> {
        let depth = *self.depth.get(node)?;
        let edges = self.edges.get(node)?;
        let next = self.next.get_mut(node)?;
        while let Some(edge) = edges.get(*next) {
            let end = *self.ends.get(*edge)?;
            if self.rest.get(*edge).is_some_and(|rest| *rest > 0)
                && self.depth.get(end) == Some(&(depth + 1))
            {
                return Some((*edge, end));
            }
            *next += 1;
        }
        None
    }
}

#[cfg(test)]
mod tests;
