package consumer;

/** Uses the published modules from a named module. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        // TODO once the API stands:
        //   Tensor x = Tensor.variable(3);
        //   x.mul(x).backward().of(x).value() == 6
        //   and something small of org.cotangent.nn.Mlp
        Module self = Main.class.getModule();
        for (String name : new String[] {"org.cotangent", "org.cotangent.nn"}) {
            Module module = self.getLayer().findModule(name).orElseThrow();
            if (!module.isNamed() || !self.canRead(module)) {
                throw new AssertionError(name);
            }
            System.out.println("consumer uses module " + module.getName());
        }
    }
}
