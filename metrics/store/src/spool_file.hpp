#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>

namespace orbbench::store {

/// Makes the folder, for this user's eyes only, and those above it, each entry on disk when this
/// returns. Throws StoreError.
void make_durable_folder(const std::filesystem::path& folder, mode_t mode = 0700);

/// Writes a new file that is there whole or not at all, whatever happens meanwhile, and on disk
/// when this returns. Throws StoreError.
void write_durably(const std::filesystem::path& path, const std::string& text);

/// Nothing if the file is gone: somebody else has dealt with it. Throws StoreError.
std::optional<std::string> read_whole(const std::filesystem::path& path, std::size_t most_octets);

/// Removes what writers that were killed have left half written.
void sweep_unfinished(const std::filesystem::path& folder);

}  // namespace orbbench::store
