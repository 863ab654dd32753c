/** Checks of gradients against finite differences. */
module org.cotangent.gradcheck {
    requires transitive org.cotangent;

    exports org.cotangent.gradcheck;
}
