//! Claims kept between reading and replaying: compact, grouped by customer, in memory up to a
//! limit and in temporary files beyond it, so that a file in any order and of any size can pass in
//! the order of time.

mod bytes;
mod cursor;
mod partition;
mod record;

use std::collections::BinaryHeap;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::io;

use decision_matrix::{Fact, Facts};

use bytes::Taken;
use cursor::{Cursor, Next};
use partition::{Order, Partition, heads, record_at};

pub(crate) use record::KeptClaim;
pub use record::SpooledClaim;

/// How many parts there are, each with customers of its own; a power of two.
const PARTITIONS: usize = 64;
/// The partition is given by this many highest bits of the hash.
const PARTITION_BITS: u32 = PARTITIONS.trailing_zeros();
/// The least by which a part grows, in bytes.
const GROWTH: usize = 64 * 1024;

/// Claims to replay.
#[derive(Debug)]
pub struct ClaimSpool {
    partitions: Vec<Partition>,
    factors: usize,
    keys: usize,
    bytes_in_memory: usize,
    bytes_in_memory_max: usize,
    has_sequence: bool,
}

/// Claims of one thread on their way into a spool.
#[derive(Debug)]
pub struct SpoolBatch {
    partitions: Vec<Vec<u8>>,
    factors: usize,
    has_sequence: bool,
}

impl ClaimSpool {
    /// No claims yet; `factors` and `keys` are how many of them a claim has. More than
    /// `bytes_in_memory_max` go to temporary files.
    pub fn new(factors: usize, keys: usize, bytes_in_memory_max: usize) -> Self {
        Self {
            partitions: (0..PARTITIONS).map(|_| Partition::default()).collect(),
            factors,
            keys,
            bytes_in_memory: 0,
            bytes_in_memory_max,
            has_sequence: false,
        }
    }

    /// An empty batch for this spool.
    pub fn batch(&self) -> SpoolBatch {
        SpoolBatch {
            partitions: vec![Vec::new(); PARTITIONS],
            factors: self.factors,
            has_sequence: false,
        }
    }

    /// Takes the claims of a batch; the batch is empty then.
    ///
    /// # Errors
    /// A temporary file cannot be written.
    pub fn append(&mut self, batch: &mut SpoolBatch) -> io::Result<()> {
        self.has_sequence |= batch.has_sequence;
        for (partition, bytes) in self.partitions.iter_mut().zip(&mut batch.partitions) {
            let kept = &mut partition.bytes;
            if kept.capacity() < kept.len() + bytes.len() {
                kept.reserve_exact(bytes.len().max(kept.len() / 4).max(GROWTH));
            }
            kept.extend_from_slice(bytes);
            self.bytes_in_memory += bytes.len();
            bytes.clear();
        }
        if self.bytes_in_memory > self.bytes_in_memory_max {
            for partition in &mut self.partitions {
                self.bytes_in_memory -= partition.spill()?;
            }
        }
        Ok(())
    }

    /// A claim to read into.
    pub(crate) fn claim(&self, facts: Facts) -> KeptClaim {
        KeptClaim::new(facts, self.keys)
    }

    /// How many parts there are.
    pub(crate) fn parts(&self) -> usize {
        self.partitions.len()
    }

    /// The parts, in an order that says nothing.
    pub(crate) fn into_parts(self) -> Vec<SpoolPart> {
        let (order, factors) = (self.order(), self.factors);
        let part = |partition| SpoolPart {
            partition,
            order,
            factors,
        };
        self.partitions.into_iter().map(part).collect()
    }

    fn order(&self) -> Order {
        if self.has_sequence {
            Order::Sequence
        } else {
            Order::Time
        }
    }

    /// Whether claims pass in order of time; otherwise in that of their source.
    pub(crate) fn is_in_time_order(&self) -> bool {
        self.order() == Order::Time
    }

    /// Visits every claim in order, over all customers; `visit` also gets the number of the part
    /// that the claim is in. Within a part its claims come back in the same order from
    /// [`SpoolPart::claims`].
    pub(crate) fn visit_in_order(
        &mut self,
        claim: &mut KeptClaim,
        mut visit: impl FnMut(usize, &mut KeptClaim),
    ) -> io::Result<()> {
        let order = self.order();
        let mut cursors = Vec::with_capacity(PARTITIONS);
        for partition in &mut self.partitions {
            partition.sort(order)?;
            cursors.push(Cursor::new(partition)?);
        }
        let mut next = BinaryHeap::with_capacity(PARTITIONS);
        for (place, cursor) in cursors.iter_mut().enumerate() {
            next.extend(Next::of(place, cursor, order)?);
        }
        while let Some(Next { place, .. }) = next.pop() {
            let Some(cursor) = cursors.get_mut(place) else {
                continue;
            };
            claim.read(Taken(cursor.record()), self.factors)?;
            visit(place, claim);
            cursor.advance()?;
            next.extend(Next::of(place, cursor, order)?);
        }
        Ok(())
    }
}

/// One part of a spool: all claims of its customers.
#[derive(Debug)]
pub(crate) struct SpoolPart {
    partition: Partition,
    order: Order,
    factors: usize,
}

impl SpoolPart {
    /// Visits the claims customer by customer, those of one in order; `visit` gets the place of
    /// the claim in the part, and is told of the end of each customer by [`None`].
    pub(crate) fn visit_customers(
        mut self,
        claim: &mut KeptClaim,
        mut visit: impl FnMut(Option<(usize, &mut KeptClaim)>),
    ) -> io::Result<()> {
        let bytes = self.partition.take()?;
        let heads = heads(&bytes)?;
        let mut places: Vec<u32> = (0..).take(heads.len()).collect();
        let head = |place: &u32| heads.get(*place as usize).map(|(head, _)| head);
        places.sort_unstable_by(|one, other| match (head(one), head(other)) {
            (Some(one), Some(other)) => { one.hash.cmp(&other.hash) }
                .then_with(|| one.customer.cmp(&other.customer))
                .then_with(|| self.order.compare(one, other)),
            _ => one.cmp(other),
        });
        let mut last = None;
        for place in places {
            let Some((head, at)) = heads.get(place as usize) else {
                continue;
            };
            // Claims without a customer belong to nobody else.
            let customer = Some((head.hash, head.customer));
            if last.is_some() && (last != customer || head.customer.is_none()) {
                visit(None);
            }
            last = customer;
            claim.read(Taken(record_at(&bytes, *at)?), self.factors)?;
            visit(Some((place as usize, claim)));
        }
        if last.is_some() {
            visit(None);
        }
        Ok(())
    }
}

impl SpoolBatch {
    /// Adds a claim.
    pub fn push(&mut self, claim: &SpooledClaim<'_>) {
        let hash = match claim.keys.first().copied().flatten() {
            Some(customer) => hash_of(customer),
            None => hash_of(&claim.row),
        };
        self.has_sequence |= claim.sequence.is_some();
        let place = usize::try_from(hash >> (u64::BITS - PARTITION_BITS)).unwrap_or_default();
        if let Some(bytes) = self.partitions.get_mut(place) {
            record::put(bytes, claim, hash, self.factors);
        }
    }
}

fn hash_of(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// History facts that were computed for claims in order, to be read again claim by claim.
#[derive(Clone, Debug, Default)]
pub(crate) struct FactLog {
    bytes: Vec<u8>,
    /// Where the facts of each claim begin.
    starts: Vec<usize>,
}

impl FactLog {
    /// Adds the facts of the next claim.
    pub(crate) fn push(&mut self, facts: impl Iterator<Item = Fact>) {
        self.starts.push(self.bytes.len());
        facts.for_each(|fact| record::put_fact(&mut self.bytes, fact));
    }

    /// The facts of a claim, as many as are asked for.
    pub(crate) fn get(&self, place: usize) -> impl Iterator<Item = Fact> {
        let start = self.starts.get(place).copied().unwrap_or(self.bytes.len());
        let mut rest = Taken(self.bytes.get(start..).unwrap_or_default());
        std::iter::from_fn(move || record::take_fact(&mut rest).ok())
    }
}

#[cfg(test)]
mod tests;
