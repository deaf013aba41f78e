#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace orbbench::launcher {

/// The program of that name in the folders of PATH and the usual ones beside it.
std::optional<std::filesystem::path> find_program(const std::string& name);

/// The bin folder of the newest PostgreSQL under /usr/lib/postgresql, else of the initdb on PATH.
std::optional<std::filesystem::path> find_postgres_programs();

}  // namespace orbbench::launcher
