/** Checks of gradients against finite differences. */
module org.cotangent.gradcheck {
    requires transitive org.cotangent;
    requires com.fasterxml.jackson.core;
    requires java.xml;

    // optional: who uses these packages has the library on the module path anyway
    requires static commons.math3;
    requires static net.jqwik.api;
    requires static org.junit.jupiter.api;

    exports org.cotangent.gradcheck;
    exports org.cotangent.gradcheck.jqwik;
    exports org.cotangent.gradcheck.random;
}
