#pragma once

#include <span>

namespace orbbench::metrics {

/// How much of the movement of a control a series shares: the partial coefficient of the control in
/// the least squares of the series on time and control, held between 0 and 1. What both do evenly
/// over the whole time has no part in it: so a series less the control times this has its own trend
/// and less noise (control variates: S. S. Lavenberg and P. D. Welch, 1981). All of one size; 0
/// where fewer than four samples, or a control that only follows the time, tell nothing.
double control_weight(std::span<const double> time, std::span<const double> series,
                      std::span<const double> control);

}  // namespace orbbench::metrics
