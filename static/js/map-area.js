// Whether a point lies within a boundary (GeoJSON); what participation/maps/boundary.py decides for good.

/** `point` is [longitude, latitude]; without a boundary every place will do. */
export function contains(boundary, point) {
  const areas = polygons(boundary);
  return areas.length === 0 || areas.some((rings) => inside(rings, point));
}

function polygons(value) {
  switch (value?.type) {
    case "FeatureCollection":
      return value.features.flatMap(polygons);
    case "Feature":
      return polygons(value.geometry);
    case "Polygon":
      return [value.coordinates];
    case "MultiPolygon":
      return value.coordinates;
    default:
      return [];
  }
}

/** A ray to the east crosses the outer ring and the holes together an odd number of times from inside. */
function inside(rings, [x, y]) {
  let crossings = 0;
  for (const ring of rings) {
    for (let at = 1; at < ring.length; at += 1) {
      const [ax, ay] = ring[at - 1];
      const [bx, by] = ring[at];
      if ((ay > y) !== (by > y) && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) crossings += 1;
    }
  }
  return crossings % 2 === 1;
}
