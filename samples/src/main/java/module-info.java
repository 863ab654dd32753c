/** Runnable samples. */
module org.cotangent.samples {
    requires info.picocli;
    requires java.desktop;
    requires java.logging;
    requires jdk.jshell;
    requires org.apache.commons.jexl3;
    requires org.cotangent.gradcheck;
    requires org.cotangent.nn;
    requires org.cotangent.nn.data;
    requires org.cotangent.nn.plot;

    opens org.cotangent.samples.calculator to
            info.picocli;
}
