#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "account.hpp"

namespace orbbench::launcher {

/// That many random octets, as twice as many hexadecimal digits.
std::string make_secret(std::size_t octets);

/// A new file of one line, for that account's eyes only (and root's): a command line can be read by
/// every user of the machine. Throws std::system_error, also where the file is there already.
void write_secret(const std::filesystem::path& path, const std::string& text,
                  const std::optional<Account>& account);

/// The first line of a secret file. Throws std::system_error.
std::string read_secret(const std::filesystem::path& path);

}  // namespace orbbench::launcher
