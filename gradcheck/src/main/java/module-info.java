/** Checks of gradients against finite differences. */
module org.cotangent.gradcheck {
    requires transitive org.cotangent;
    requires com.fasterxml.jackson.core;
    requires static transitive commons.math3;
    requires static transitive net.jqwik.api;
    requires static transitive org.junit.jupiter.api;

    exports org.cotangent.gradcheck;
    exports org.cotangent.gradcheck.junit;
    exports org.cotangent.gradcheck.math3;
}
