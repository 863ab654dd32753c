/**
 * Checks of gradients against finite differences.
 *
 * <p>JUnit, jqwik and Commons Math are optional: a module that uses the packages made for them
 * requires their modules as well. (Were they required transitively, no module could be compiled
 * without them.)
 */
module org.cotangent.gradcheck {
    requires transitive org.cotangent;
    requires com.fasterxml.jackson.core;
    requires static commons.math3;
    requires static net.jqwik.api;
    requires static org.junit.jupiter.api;

    exports org.cotangent.gradcheck;
    exports org.cotangent.gradcheck.jqwik;
    exports org.cotangent.gradcheck.junit;
    exports org.cotangent.gradcheck.math3;
    exports org.cotangent.gradcheck.random;
}
