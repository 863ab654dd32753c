package org.cotangent.nn.oracle;

/** The ops of the oracle for tables, and of further activations and losses. */
final class TableOps {
    private TableOps() {}

    /** Adds them to the table. */
    static void add() {}
}
