#pragma once

#include <string>
#include <string_view>

namespace orbbench::metrics {

/// A metrics page whose books balance: sites `session.key` (critical), `acl` (high), `reply`
/// (medium) and `type_code` (low).
std::string balanced_page();

/// The balanced page with one text replaced by another. Fails the test if it does not hold it.
std::string page_with(std::string_view text, std::string_view replacement);

/// The balanced page without the lines that hold the text. Fails the test if there are none.
std::string page_without(std::string_view text);

}  // namespace orbbench::metrics
