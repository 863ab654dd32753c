package org.cotangent.program;

/** A program run number by number. */
final class NumberRunner implements Runner {
    private final Slots slots;
    private final Interpreter interpreter;
    private final Rows rows;

    /** Memory between runs: of one thread at a time, others make their own. */
    private final ThreadLocal<double[]> memory;

    NumberRunner(Slots slots) {
        this.slots = slots;
        interpreter = new Interpreter(slots);
        rows = new Rows(slots);
        memory = ThreadLocal.withInitial(interpreter::memory);
    }

    @Override
    public void run(double[] x, double[] y) {
        double[] r = memory.get();
        if (slots.calls) {
            if (r == null) {
                r = interpreter.memory(); // reached again from within a run
            }
            memory.set(null);
        }
        int[] inputs = slots.inputs;
        for (int i = 0; i < inputs.length; i++) {
            r[inputs[i]] = x[i];
        }
        interpreter.run(r);
        int[] outputs = slots.results;
        for (int i = 0; i < outputs.length; i++) {
            y[i] = r[outputs[i]];
        }
        if (slots.calls) {
            memory.set(r);
        }
    }

    @Override
    public void rows(int points, double[] x, double[] y) {
        rows.run(points, x, y);
    }

    @Override
    public String explain() {
        return "number by number: "
                + slots.operations
                + " operations, "
                + slots.constants.length
                + " constants, "
                + slots.count
                + " slots of memory; rows in blocks of "
                + rows.block();
    }
}
