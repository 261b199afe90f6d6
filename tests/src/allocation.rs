//! Deciding one claim allocates nothing, whatever the matrix and the claim.

use std::sync::Arc;

use decision_matrix::{CompileConfig, CompiledMatrix};

use crate::strategies::{Random, Shape, fill, matrix};

#[test]
fn decide_does_not_allocate() {
    for seed in 0..300 {
        let mut random = Random::new(seed);
        let rules = if seed % 10 == 0 { 700 } else { 8 };
        let shape = Shape {
            rules,
            factors: 6,
            computed: 6,
        };
        let tables = Arc::new(matrix(&mut random, shape));
        let compiled = CompiledMatrix::new(
            Arc::clone(&tables),
            &CompileConfig {
                audit_key: Some([3; 32]),
            },
        );
        let mut facts = compiled.facts();
        for _ in 0..20 {
            fill(&mut random, &tables, &mut facts);
            let counted = allocation_counter::measure(|| {
                std::hint::black_box(compiled.decide(&facts));
            });
            assert_eq!(counted.count_total, 0, "seed {seed}: {tables:#?}");
        }
    }
}
