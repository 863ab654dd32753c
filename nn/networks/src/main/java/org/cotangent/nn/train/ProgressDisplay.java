package org.cotangent.nn.train;

/** A display of the progress of one running training. */
interface ProgressDisplay extends AutoCloseable {
    /** The display that shows nothing. */
    ProgressDisplay SILENT =
            new ProgressDisplay() {
                @Override
                public boolean shows() {
                    return false;
                }

                @Override
                public void step(String message) {
                    // nothing to show
                }

                @Override
                public void say(String message) {
                    // nothing to show
                }

                @Override
                public void close() {
                    // nothing to end
                }
            };

    boolean shows();

    /** Shows that one step is done, with a text on the epoch so far. */
    void step(String message);

    /** Shows a new text without a step. */
    void say(String message);

    /** Shows the final progress and ends the line. */
    @Override
    void close();
}
