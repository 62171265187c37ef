"""Catmull-Clark subdivision as a matrix, so that one product refines any shape of the same topology."""

import numpy as np
from scipy import sparse


def catmull_clark(faces: np.ndarray, vertex_count: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Quads [f, 4] -> (matrix [new, vertex_count], new quads [4 f, 4]).

    Rows of the matrix: the old vertices, then one per edge, then one per face. Borders keep to their own edges.
    """
    face_count = len(faces)
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    edges, edge_of_corner = np.unique(np.sort(np.stack([start, end], 1), 1), axis=0, return_inverse=True)
    edge_of_corner = edge_of_corner.reshape(face_count, 4)
    edge_count = len(edges)
    ones = np.ones

    def matrix(rows, columns, values, shape):
        return sparse.csr_matrix((values, (rows, columns)), shape=shape)

    to_face = matrix(np.repeat(np.arange(face_count), 4), start, ones(4 * face_count) / 4, (face_count, vertex_count))
    to_middle = matrix(np.repeat(np.arange(edge_count), 2), edges.ravel(), ones(2 * edge_count) / 2, (edge_count, vertex_count))
    edge_faces = matrix(edge_of_corner.ravel(), np.repeat(np.arange(face_count), 4), ones(4 * face_count), (edge_count, face_count))
    faces_at_edge = np.asarray(edge_faces.sum(1)).ravel()
    inner = faces_at_edge == 2
    mean_face = sparse.diags(1 / np.maximum(faces_at_edge, 1)) @ edge_faces @ to_face
    to_edge = sparse.diags(np.where(inner, 0.5, 1.0)) @ to_middle + sparse.diags(np.where(inner, 0.5, 0.0)) @ mean_face

    vertex_faces = matrix(start, np.repeat(np.arange(face_count), 4), ones(4 * face_count), (vertex_count, face_count))
    vertex_edges = matrix(edges.ravel(), np.repeat(np.arange(edge_count), 2), ones(2 * edge_count), (vertex_count, edge_count))
    valence = np.maximum(np.asarray(vertex_edges.sum(1)).ravel(), 1)
    face_valence = np.maximum(np.asarray(vertex_faces.sum(1)).ravel(), 1)
    border_edges = vertex_edges @ sparse.diags((~inner).astype(float))
    on_border = np.asarray(border_edges.sum(1)).ravel() > 0
    smooth = (
        sparse.diags(1 / (valence * face_valence)) @ vertex_faces @ to_face
        + sparse.diags(2 / valence**2) @ vertex_edges @ to_middle
        + sparse.diags((valence - 3) / valence)
    )
    along = sparse.diags(np.full(vertex_count, 0.5)) + sparse.diags(np.full(vertex_count, 0.25)) @ border_edges @ to_middle
    to_vertex = sparse.diags((~on_border).astype(float)) @ smooth + sparse.diags(on_border.astype(float)) @ along

    edge, face = vertex_count + edge_of_corner, vertex_count + edge_count + np.arange(face_count)
    quads = np.stack([np.stack([faces[:, i], edge[:, i], face, edge[:, i - 1]], 1) for i in range(4)], 1).reshape(-1, 4)
    return sparse.vstack([to_vertex, to_edge, to_face]).tocsr(), quads


def subdivide(faces: np.ndarray, vertex_count: int, levels: int) -> tuple[sparse.csr_matrix, np.ndarray]:
    """`levels` rounds of `catmull_clark` as one matrix."""
    total = sparse.identity(vertex_count, format="csr")
    for _ in range(levels):
        step, faces = catmull_clark(faces, total.shape[0])
        total = (step @ total).tocsr()
    return total, faces
