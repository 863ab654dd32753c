package org.cotangent.nn.oracle;

/** The ops of the oracle for sequences: recurrent cells and layers, attention, transformers. */
final class SequenceOps {
    private SequenceOps() {}

    /** Adds them to the table. */
    static void add() {
        RecurrentOps.add();
        TransformerOps.add();
    }
}
