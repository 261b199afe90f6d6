//! The search: a region is asked, cut where the answer is open, and its parts are asked in turn.
//!
//! It ends, because every cut is between two classes. It is bounded by a budget of steps, where a
//! step is the test of one rule in one region: a search that does not end within it proves nothing
//! and says so.

/// What can be cut.
pub(crate) trait World: Clone {
    /// Where to cut.
    type Cut: Copy;

    /// The lower and the upper part; the more promising one last.
    fn parts(self, cut: Self::Cut) -> (Self, Self);
}

/// A property of the claims of a world.
pub(crate) trait Goal {
    /// What is searched.
    type World: World;

    /// Whether the property holds. It may remember in the world what it has found out.
    fn judge(&self, world: &mut Self::World) -> Truth<<Self::World as World>::Cut>;

    /// The tests of rules since it was last asked.
    fn work(&self) -> u64;
}

/// Whether a property holds in a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Truth<C> {
    /// For every claim.
    True,
    /// For no claim.
    False,
    /// It has to be cut here to be known.
    Open(C),
}

/// The steps that proofs may still take.
#[derive(Debug)]
pub(crate) struct Budget {
    left: u64,
}

/// A proof took more steps than permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exhausted;

impl Budget {
    /// So many steps.
    pub(crate) fn new(steps: u64) -> Self {
        Self { left: steps }
    }

    /// Takes some steps.
    pub(crate) fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        if let Some(left) = self.left.checked_sub(steps) {
            self.left = left;
            Ok(())
        } else {
            self.left = 0;
            Err(Exhausted)
        }
    }
}

/// Whether to look for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// The search goes on.
    More,
    /// It is enough.
    Enough,
}

/// Calls for every part of a world where the property holds. The parts do not overlap, and together
/// they are all of it, unless the caller has enough.
pub(crate) fn search<G: Goal>(
    start: G::World,
    goal: &G,
    budget: &mut Budget,
    found: &mut impl FnMut(G::World) -> Next,
) -> Result<(), Exhausted> {
    let mut open = vec![start];
    while let Some(mut world) = open.pop() {
        let truth = goal.judge(&mut world);
        budget.spend(1 + goal.work())?;
        match truth {
            Truth::False => {}
            Truth::True => {
                if found(world) == Next::Enough {
                    return Ok(());
                }
            }
            Truth::Open(cut) => {
                let (second, first) = world.parts(cut);
                open.push(second);
                open.push(first);
            }
        }
    }
    Ok(())
}

/// The first part of a world where the property holds.
pub(crate) fn find<G: Goal>(
    start: G::World,
    goal: &G,
    budget: &mut Budget,
) -> Result<Option<G::World>, Exhausted> {
    let mut first = None;
    search(start, goal, budget, &mut |world| {
        first = Some(world);
        Next::Enough
    })?;
    Ok(first)
}
