package org.cotangent.program;

/** A program run number by number: by an interpreter at first, by bytecode when it is hot. */
final class NumberRunner implements Runner {
    /** Runs of a thread that are counted together. */
    private static final int COUNTED = 1 << 10;

    private final Slots slots;
    private final Interpreter interpreter;
    private final Compilation compilation;
    private final Rows rows;
    private final ThreadLocal<Workspace> workspaces;

    /** The memory of a thread between runs. */
    private final class Workspace {
        private final double[] memory;

        /** Arguments one after the other, and results. */
        private double[] arguments;

        private double[] results;

        /** A copy of inputs that stand in the array of the results. */
        private double[] inputs;

        private int runs;
        private boolean isBusy;

        Workspace(double[] memory) {
            this.memory = memory;
        }

        double[] arguments() {
            if (arguments == null) {
                arguments = new double[slots.inputs.length];
            }
            return arguments;
        }

        double[] results() {
            if (results == null) {
                results = new double[slots.results.length];
            }
            return results;
        }
    }

    NumberRunner(Slots slots) {
        this.slots = slots;
        interpreter = new Interpreter(slots);
        compilation = new Compilation(slots, interpreter);
        rows = new Rows(slots);
        workspaces = ThreadLocal.withInitial(this::workspace);
    }

    private Workspace workspace() {
        return new Workspace(interpreter.memory());
    }

    @Override
    public void run(double[] x, double[] y) {
        StraightCode code = compilation.code();
        if (code != null && !code.usesMemory() && x != y) {
            code.runAll(x, y, null);
            return;
        }
        Workspace workspace = workspaces.get();
        if (code != null) {
            code.runAll(x == y ? copy(x, workspace) : x, y, workspace.memory);
        } else if (slots.calls) {
            call(x, y, workspace.isBusy ? workspace() : workspace);
        } else {
            interpreter.run(x, y, workspace.memory);
            if (++workspace.runs == COUNTED) {
                workspace.runs = 0;
                compilation.ran(COUNTED, x);
            }
        }
    }

    @Override
    public void run(double[][] x, double[][] y) {
        Workspace workspace = workspaces.get();
        double[] in = workspace.isBusy ? new double[slots.inputs.length] : workspace.arguments();
        double[] out = workspace.isBusy ? new double[slots.results.length] : workspace.results();
        int at = 0;
        for (double[] each : x) {
            System.arraycopy(each, 0, in, at, each.length);
            at += each.length;
        }
        run(in, out);
        at = 0;
        for (double[] each : y) {
            System.arraycopy(out, at, each, 0, each.length);
            at += each.length;
        }
    }

    private static double[] copy(double[] x, Workspace workspace) {
        if (workspace.inputs == null) {
            workspace.inputs = x.clone();
        } else {
            System.arraycopy(x, 0, workspace.inputs, 0, x.length);
        }
        return workspace.inputs;
    }

    /** With functions that may run the program again. */
    private void call(double[] x, double[] y, Workspace workspace) {
        workspace.isBusy = true;
        try {
            interpreter.run(x, y, workspace.memory);
        } finally {
            workspace.isBusy = false;
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
                + " slots of memory; run by "
                + compilation.explain()
                + "; rows in blocks of "
                + rows.block();
    }
}
