#pragma once

#include <filesystem>

namespace orbbench::bench {

/// Where this user's results are kept: $XDG_DATA_HOME/orbbench, else ~/.local/share/orbbench. For
/// root, whose home the results server's user cannot enter, /var/lib/orbbench in place of the
/// latter. Throws ConfigError where neither is known, or XDG_DATA_HOME is no absolute path.
std::filesystem::path data_folder();

}  // namespace orbbench::bench
