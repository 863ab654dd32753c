package org.cotangent.program;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.internal.Op;

/** A loop, or one that goes back, as data. */
interface LoopForm extends Op {
    /** The names of the parts of a node's form. */
    String LOOP = "loop";

    String VARYING = "varying";
    String MORE = "more";
    String KEEPS = "keeps";

    /**
     * The form of a node, without its inputs.
     *
     * @param recording makes the form of a body
     */
    Map<String, Object> form(Function<Recording, Map<String, Object>> recording);

    /**
     * The operation of a form.
     *
     * @param node the form of its node
     * @param recording makes the recording of a body's form
     * @throws IllegalArgumentException if it is no such form
     */
    static Op read(Map<?, ?> node, Function<Map<?, ?>, Recording> recording) {
        Map<?, ?> loop = map(node, LOOP);
        Recording body = recording.apply(map(loop, "body"));
        int states = number(loop, "states");
        int slices = number(loop, "slices");
        int outputs = number(loop, "outputs");
        int sums = number(loop, "sums");
        LoopOp.Ending ending = LoopOp.Ending.valueOf(String.valueOf(loop.get("ending")));
        int conditions = ending == LoopOp.Ending.WHILE ? 1 : 0;
        if (states + slices > body.arguments.size()
                || states + outputs + sums + conditions != body.results.size()) {
            throw new IllegalArgumentException(
                    "the body of the loop has other numbers of arguments or results than its"
                            + " states, slices, outputs and sums");
        }
        LoopOp op =
                new LoopOp(
                        new LoopBody(body, states, slices, outputs, sums),
                        number(loop, "steps"),
                        flag(loop, "backward"),
                        ending,
                        number(loop, "kept"),
                        flag(loop, "shown"));
        if (LOOP.equals(node.get("op"))) {
            return op;
        }
        boolean[] varying = new boolean[op.arguments()];
        if (!(node.get(VARYING) instanceof List<?> list) || list.size() != varying.length) {
            throw wrong(node, VARYING);
        }
        for (int i = 0; i < varying.length; i++) {
            varying[i] = Boolean.TRUE.equals(list.get(i));
        }
        return op.again(varying, flag(node, MORE), flag(node, KEEPS));
    }

    private static Map<?, ?> map(Map<?, ?> form, String name) {
        if (form.get(name) instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong(form, name);
    }

    private static int number(Map<?, ?> form, String name) {
        if (form.get(name) instanceof Integer number && number >= 0) {
            return number;
        }
        throw wrong(form, name);
    }

    private static boolean flag(Map<?, ?> form, String name) {
        if (form.get(name) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(form, name);
    }

    private static IllegalArgumentException wrong(Map<?, ?> form, String name) {
        return new IllegalArgumentException("\"" + name + "\" of a loop is " + form.get(name));
    }
}
