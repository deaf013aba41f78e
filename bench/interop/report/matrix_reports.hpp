#pragma once

#include <string>

#include "interop/result.hpp"

namespace orbbench::interop {

/// One line for a result that is to be read: all but plain passes have their detail.
std::string text_line(const CaseResult& result);

/// Cases by peers, then what did not pass, then the counts.
std::string text_matrix(const Matrix& matrix);

/// The counts of one peer: "12 pass, 0 fail, 1 unsupported by peer, 3 skipped".
std::string counts_line(const Matrix& matrix, const std::string& peer);

std::string json_matrix(const Matrix& matrix);

/// JUnit: one suite a peer.
std::string junit_matrix(const Matrix& matrix);

/// One page that needs nothing else, in light and dark.
std::string html_matrix(const Matrix& matrix);

}  // namespace orbbench::interop
