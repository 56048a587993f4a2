package dev.slipway.promql.engine;

import dev.slipway.promql.syntax.Expr;
import java.util.List;

/** A function that yields an instant vector. */
@FunctionalInterface
interface VectorCall {
    List<Line> apply(Evaluation evaluation, Expr.Call call, Grid grid);
}
