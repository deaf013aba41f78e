#pragma once

#include <filesystem>
#include <string>

namespace orbbench::console {

/// Writes the text beside the file and then puts it in its place: what was there before stays whole
/// until all of the new is. On any thread. Throws std::runtime_error, one line that names the file.
void replace_file(const std::filesystem::path& file, const std::string& text);

}  // namespace orbbench::console
