// Draws nodes: a circle or a polygon for the kind, and a ring around it for what is marked. One program for all shapes,
// so that thousands of nodes are one call.
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { NodeProgram, type ProgramInfo } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const vertex = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute float a_angle;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
const float bias = 255.0 / 254.0;
void main() {
  float size = a_size * u_correctionRatio / u_sizeRatio * 4.0;
  float room = a_shape < 0.5 ? 1.05 : a_shape > 2.5 && a_shape < 3.5 ? 1.42 : 1.27; // as far as the corners reach
  vec2 at = room * size * vec2(cos(a_angle), sin(a_angle));
  gl_Position = vec4((u_matrix * vec3(a_position + at, 1)).xy, 0, 1);
  v_at = at;
  v_radius = size / 2.0;
  v_shape = a_shape;
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  v_ring = a_ring;
  v_ring.a *= bias;
  #endif
  v_color.a *= bias;
}`;

// The distance from the middle is measured along the nearest side's normal, as a share of the side's own distance.
const fragment = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec4 v_ring;
varying vec2 v_at;
varying float v_radius;
varying float v_shape;
uniform float u_correctionRatio;
const vec4 transparent = vec4(0.0);
void main() {
  vec2 p = vec2(abs(v_at.x), v_at.y);
  float d;
  if (v_shape > 4.5) d = max(max(0.5878 * p.x + 0.8090 * p.y, 0.9511 * p.x - 0.3090 * p.y), -p.y) / 0.92;
  else if (v_shape > 3.5) d = max(p.x, 0.5 * p.x + 0.8660 * abs(p.y)) / 0.95;
  else if (v_shape > 2.5) d = max(0.8660 * p.x + 0.5 * p.y, -p.y) / 0.68;
  else if (v_shape > 1.5) d = (p.x + abs(p.y)) * 0.7071 / 0.84;
  else if (v_shape > 0.5) d = max(p.x, abs(p.y)) / 0.86;
  else d = length(v_at);
  float soft = u_correctionRatio * 2.0;
  float beyond = d - v_radius;
  #ifdef PICKING_MODE
  gl_FragColor = beyond > 0.0 ? transparent : v_color;
  #else
  float ring = v_ring.a > 0.0 ? soft * 2.2 : 0.0;
  vec4 inside = mix(v_color, v_ring, smoothstep(-ring - soft, -ring, beyond) * step(0.001, v_ring.a));
  gl_FragColor = mix(inside, transparent, smoothstep(-soft, 0.0, beyond));
  #endif
}`;

const uniforms = ["u_sizeRatio", "u_correctionRatio", "u_matrix"] as const;
const { UNSIGNED_BYTE, FLOAT, TRIANGLES } = WebGLRenderingContext;

export interface Shaped { shape: number; ring: string }

export class ShapeProgram extends NodeProgram<(typeof uniforms)[number]> {
  override drawLabel = undefined;
  override drawHover = undefined;

  override getDefinition() {
    return {
      VERTICES: 3,
      VERTEX_SHADER_SOURCE: vertex,
      FRAGMENT_SHADER_SOURCE: fragment,
      METHOD: TRIANGLES as 4,
      UNIFORMS: uniforms,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_ring", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_angle", size: 1, type: FLOAT }],
      CONSTANT_DATA: [[0], [(2 * Math.PI) / 3], [(4 * Math.PI) / 3]],
    };
  }

  override processVisibleItem(index: number, offset: number, data: NodeDisplayData & Partial<Shaped>): void {
    const a = this.array;
    let i = offset;
    a[i++] = data.x;
    a[i++] = data.y;
    a[i++] = data.size;
    a[i++] = data.shape ?? 0;
    a[i++] = floatColor(data.color);
    a[i++] = data.ring ? floatColor(data.ring) : 0;
    a[i++] = index;
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations: at }: ProgramInfo): void {
    gl.uniform1f(at.u_correctionRatio!, params.correctionRatio);
    gl.uniform1f(at.u_sizeRatio!, params.sizeRatio);
    gl.uniformMatrix3fv(at.u_matrix!, false, params.matrix);
  }
}
