/** Uses the published jars from outside the build. */
module consumer {
    requires org.cotangent;
    requires org.cotangent.gradcheck;
    requires org.cotangent.nn;
    requires org.cotangent.nn.data;
    requires org.cotangent.nn.plot;
}
