//! Drift, gaming and queues: how often alarms ring falsely, and that they ring.
