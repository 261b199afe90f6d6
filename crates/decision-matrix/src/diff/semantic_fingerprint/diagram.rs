//! The reduced ordered diagram of a decision.

use std::collections::BTreeMap;

use crate::compile::NULL;
use crate::verify::classes::ClassSet;
use crate::verify::region::{Found, Region, Scope};
use crate::verify::search::{Budget, Exhausted};

use super::residual::Residual;

/// Most variables that may be asked one after the other.
const DEPTH_MAX: usize = 400;

/// A node or a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeId {
    /// A conclusion, by its place.
    Leaf(usize),
    /// A node, by its place.
    Node(usize),
}

/// A question about one variable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    pub(super) variable: usize,
    /// Where each class leads; no two edges lead to the same place.
    pub(super) edges: Vec<(NodeId, ClassSet)>,
}

/// The diagram.
///
/// INVARIANT: no two nodes are equal, and every node has two edges or more.
#[derive(Debug)]
pub(super) struct Diagram {
    nodes: Vec<Node>,
    root: NodeId,
}

impl Diagram {
    /// The diagram of a matrix that asks its variables in this order.
    pub(super) fn new(
        scope: Scope<'_>,
        order: &[usize],
        budget: &mut Budget,
    ) -> Result<Self, Exhausted> {
        let mut rank = vec![0; order.len()];
        for (place, variable) in order.iter().enumerate() {
            if let Some(slot) = rank.get_mut(*variable) {
                *slot = place;
            }
        }
        let mut builder = Builder {
            scope,
            rank,
            budget,
            nodes: Vec::new(),
            places: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        let root = builder.node(Region::whole(scope), 0)?;
        Ok(Self {
            nodes: builder.nodes,
            root,
        })
    }

    /// Where the questions begin.
    pub(super) fn root(&self) -> NodeId {
        self.root
    }

    /// Every node, each after those it leads to.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }
}

struct Builder<'a, 'b> {
    scope: Scope<'a>,
    /// The place of each variable in the order.
    rank: Vec<usize>,
    budget: &'b mut Budget,
    nodes: Vec<Node>,
    places: BTreeMap<Node, usize>,
    /// For each question that is left of the rules, the node.
    known: BTreeMap<Vec<i64>, NodeId>,
}

impl Builder<'_, '_> {
    /// The node of what is left of the rules in a region.
    fn node(&mut self, mut region: Region, depth: usize) -> Result<NodeId, Exhausted> {
        let decision = self.scope.model.tables.tables.len();
        let found = region.results(self.scope, decision);
        if let Found::Values(values) = &found
            && let (1, Some(only)) = (values.len(), values.first())
            && *only != NULL
        {
            self.budget.spend(1 + self.scope.model.work.take())?;
            return Ok(NodeId::Leaf(usize::try_from(*only).unwrap_or_default()));
        }
        let residual = Residual::new(self.scope, &mut region);
        self.budget
            .spend(1 + self.scope.model.work.take() + residual.size())?;
        if let Some(known) = self.known.get(&residual.tokens) {
            return Ok(*known);
        }
        let rank = |variable: &&usize| self.rank.get(**variable).copied();
        let next = residual.cuts.keys().min_by_key(rank).copied();
        let Some(variable) = next.filter(|_| depth < DEPTH_MAX) else {
            return Err(Exhausted);
        };
        let (low, high) = region.range(variable);
        let mut starts = residual.cuts.get(&variable).cloned().unwrap_or_default();
        starts.retain(|cut| low < *cut && *cut <= high);
        starts.push(low);
        starts.sort_unstable();
        starts.dedup();
        let ends = starts.iter().skip(1).map(|start| start - 1).chain([high]);
        let parts: Vec<(u32, u32)> = starts.iter().copied().zip(ends).collect();
        let mut edges: BTreeMap<NodeId, ClassSet> = BTreeMap::new();
        for (first, last) in parts {
            let mut part = region.clone();
            part.narrow(self.scope.model, variable, first, last);
            let child = self.node(part, depth + 1)?;
            let classes = edges.entry(child).or_default();
            *classes = classes.union(&ClassSet::range(first, last));
        }
        let id = match edges.keys().next() {
            Some(only) if edges.len() == 1 => *only,
            _ => self.placed(Node {
                variable,
                edges: edges.into_iter().collect(),
            }),
        };
        self.known.insert(residual.tokens, id);
        Ok(id)
    }

    /// The one place of a node.
    fn placed(&mut self, node: Node) -> NodeId {
        let next = self.nodes.len();
        let place = *self.places.entry(node.clone()).or_insert(next);
        if place == next {
            self.nodes.push(node);
        }
        NodeId::Node(place)
    }
}
