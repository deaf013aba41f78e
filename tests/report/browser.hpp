#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::tests {

/// What a reader's browser has for a page: its own window and colours.
struct Viewport {
  int width = 1280;
  int height = 1000;
  bool dark = false;
};

/// A headless Chromium, started anew for each look, with a folder of its own.
class Browser {
 public:
  Browser();
  ~Browser();
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  static bool is_installed();

  struct Look {
    nlohmann::json checks;             ///< what page_checks.js leaves; null if it did not end
    std::vector<std::string> console;  ///< what scripts wrote, and their errors
  };
  /// Opens the page with page_checks.js at its end.
  Look look_at(const std::string& html, const Viewport& viewport) const;

  /// The octets of the page's PDF.
  std::string print(const std::string& html, std::vector<std::string>& console) const;

 private:
  struct Finished {
    std::string output;
    std::vector<std::string> console;
  };
  Finished run(const std::string& html, const std::string& options) const;

  std::filesystem::path folder_;
};

}  // namespace orbbench::tests
