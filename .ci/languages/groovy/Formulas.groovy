import static org.cotangent.Functions.*
import static org.cotangent.Tensor.variable

def show(f, Object... inputs) {
    def gradients = f.backward()
    println "$f ${inputs.collect { gradients.of(it) }}"
}

def x = variable(-2), y = variable(5), z = variable(-4)
show((x + y) * z, x, y, z)

def w0 = variable(2), w1 = variable(-3), b = variable(-3)
show(sigmoid(-w0 - 2 * w1 + b), w0, w1, b)

def t = variable(2)
show(2 * t ** 3 - t / 2 + 1, t)
