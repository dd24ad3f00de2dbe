// The links of a large picture as lines of one pixel, and its nodes as dots: tens of thousands are drawn at
// once, where sigma's own, which have widths, ends and borders, take a software renderer seconds.

const VERTEX = `#version 300 es
in vec2 place;
in vec3 tint;
in float size;
uniform mat3 matrix;
uniform float scale;
uniform vec2 half_canvas;
out vec3 colour;
out float along;
void main() {
  colour = tint;
  // Of a broken line, how far its end is from its beginning, in pixels.
  along = size * length((matrix * vec3(1.0, 0.0, 0.0)).xy * half_canvas);
  gl_PointSize = max(2.0, size * scale);
  gl_Position = vec4((matrix * vec3(place, 1.0)).xy, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in vec3 colour;
in float along;
out vec4 drawn;
uniform bool round;
void main() {
  if (!round && along >= 0.0 && fract(along / 7.0) > 0.5) discard;
  if (round && distance(gl_PointCoord, vec2(0.5)) > 0.5) discard;
  drawn = vec4(colour, 1.0);
}`;

/** The numbers of one end of a line, or of a dot: x, y, red, green, blue, and the radius of a dot, or how far the end of a broken line is from
 * its beginning; -1 of one that is not broken. */
export const NUMBERS = 6;

/** A frame that takes longer than `SLOW` milliseconds is followed by one with fewer lines, one below `QUICK` by one with more. */
const SLOW = 36, QUICK = 22;
/** The fewest lines that are drawn while the picture moves. */
const FEWEST = 2_000;

/** How many lines are drawn while the picture moves: as many as the browser draws some thirty times a second. */
export class Pace {
  private most = Infinity;
  private before = 0;
  private until = 0;

  /** The picture moves; `still` is called once it has stopped. */
  move(still: () => void): void {
    clearTimeout(this.until);
    this.until = window.setTimeout(() => {
      this.until = 0;
      this.before = 0;
      still();
    }, 150);
  }

  /** How many of `all` lines this frame has. */
  of(all: number): number {
    if (this.until === 0) return all;
    const now = performance.now();
    const took = this.before === 0 ? 0 : now - this.before;
    this.before = now;
    if (took > SLOW) this.most = Math.max(FEWEST, Math.min(all, this.most) * 0.6);
    else if (took > 0 && took < QUICK) this.most = Math.min(all, this.most * 1.25);
    return Math.min(all, Math.round(this.most));
  }
}

/** Lines if `kind` is "lines", or else dots. */
export class Marks {
  private readonly program: WebGLProgram;
  private readonly array: WebGLVertexArrayObject;
  private readonly buffer: WebGLBuffer;
  private readonly places: Record<"matrix" | "scale" | "round" | "half", WebGLUniformLocation | null>;
  private ends = 0;

  constructor(private readonly gl: WebGL2RenderingContext, private readonly kind: "lines" | "dots", data: Float32Array, private readonly pace?: Pace) {
    this.program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
      const shader = gl.createShader(kind);
      if (!shader) throw new Error("WebGL makes no shader");
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      gl.attachShader(this.program, shader);
    }
    gl.linkProgram(this.program);
    const place = (name: string) => gl.getUniformLocation(this.program, name);
    this.places = { matrix: place("matrix"), scale: place("scale"), round: place("round"), half: place("half_canvas") };
    this.array = gl.createVertexArray();
    this.buffer = gl.createBuffer();
    gl.bindVertexArray(this.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    for (const [name, size, start] of [["place", 2, 0], ["tint", 3, 2], ["size", 1, 5]] as const) {
      const at = gl.getAttribLocation(this.program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, size, gl.FLOAT, false, NUMBERS * 4, start * 4);
    }
    gl.bindVertexArray(null);
    this.set(data);
  }

  /** Other lines or dots. */
  set(data: Float32Array): void {
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, this.buffer);
    this.gl.bufferData(this.gl.ARRAY_BUFFER, data, this.gl.STATIC_DRAW);
    this.gl.bindBuffer(this.gl.ARRAY_BUFFER, null);
    this.ends = data.length / NUMBERS;
  }

  render({ matrix, zoomRatio, pixelRatio }: { matrix: Float32Array; zoomRatio: number; pixelRatio: number }): void {
    this.gl.useProgram(this.program);
    this.gl.bindVertexArray(this.array);
    this.gl.uniformMatrix3fv(this.places.matrix, false, matrix);
    this.gl.uniform1f(this.places.scale, (2 * pixelRatio) / Math.sqrt(zoomRatio));
    this.gl.uniform2f(this.places.half, this.gl.drawingBufferWidth / 2, this.gl.drawingBufferHeight / 2);
    this.gl.uniform1i(this.places.round, this.kind === "dots" ? 1 : 0);
    if (this.kind === "dots") this.gl.drawArrays(this.gl.POINTS, 0, this.ends);
    else {
      const lines = this.pace?.of(this.ends / 2) ?? this.ends / 2;
      this.gl.drawArrays(this.gl.LINES, 0, lines * 2);
      // The last one is the chosen one.
      if (lines * 2 < this.ends) this.gl.drawArrays(this.gl.LINES, this.ends - 2, 2);
    }
    this.gl.bindVertexArray(null);
  }

  kill(): void {
    this.gl.deleteProgram(this.program);
    this.gl.deleteBuffer(this.buffer);
    this.gl.deleteVertexArray(this.array);
  }
}
