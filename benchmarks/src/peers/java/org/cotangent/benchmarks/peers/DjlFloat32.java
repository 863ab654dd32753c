package org.cotangent.benchmarks.peers;

import ai.djl.ndarray.types.DataType;
import org.cotangent.benchmarks.Contender;
import org.cotangent.benchmarks.Job;

/** DJL with PyTorch in float32: the two nets, for which half the bytes may be enough. */
public final class DjlFloat32 implements Contender {
    private Djl djl;

    /** A contender; the library is loaded when it is first asked. */
    public DjlFloat32() {}

    private Djl djl() {
        if (djl == null) {
            djl = new Djl(DataType.FLOAT32);
        }
        return djl;
    }

    @Override
    public String name() {
        return "djl-float32";
    }

    @Override
    public String description() {
        return djl().description();
    }

    @Override
    public Job job(String work, int[] size) {
        return work.equals("two-layer") || work.equals("mlp-epoch") ? djl().job(work, size) : null;
    }
}
