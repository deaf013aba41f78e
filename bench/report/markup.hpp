#pragma once

#include <string>
#include <string_view>

namespace orbbench::bench {

/// The text as content or attribute of XML 1.0 or HTML.
std::string escaped(std::string_view text);

}  // namespace orbbench::bench
