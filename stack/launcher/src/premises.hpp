#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "account.hpp"
#include "part.hpp"
#include "runtime_folder.hpp"

namespace orbbench::launcher {

/// The folders of the stack, and who its parts run as.
class Premises {
 public:
  /// Claims a folder. Throws StackError.
  explicit Premises(const StackOptions& options);

  const std::filesystem::path& folder() const { return claimed_.path; }
  const std::optional<Account>& account() const { return account_; }

  /// Makes the folders of the logs and the parts. Throws StackError when a part could not use its
  /// own.
  void furnish(const std::vector<Part>& parts) const;
  PartContext::Settings settings_of(const std::string& part) const;

  /// Removes the folder, and what processes are left of the stack.
  void discard() const;

 private:
  void make_part_folder(const std::filesystem::path& path) const;

  std::filesystem::path runtime_;
  std::optional<Account> account_;
  ClaimedFolder claimed_;
};

}  // namespace orbbench::launcher
