#pragma once

#include <map>
#include <string>
#include <vector>

namespace orbbench::tests {

/// A COPY of a Dockerfile.
struct Copy {
  std::string stage;  ///< empty: from the checkout
  std::vector<std::string> sources;
};

/// What one stage of a Dockerfile, and those below it, make of an image.
struct Image {
  std::string name;
  std::string base;  ///< what the lowest stage is made from
  std::string user;
  std::vector<std::string> packages;
  std::vector<Copy> copies;
  std::vector<std::string> entry_point;
  std::vector<std::string> health_check;
  std::vector<std::string> runs;  ///< each RUN, on one line
};

/// The stages of a Dockerfile by their names.
using Images = std::map<std::string, Image>;

/// Understands as much of a Dockerfile as ours use. Throws std::runtime_error at anything else, so
/// that nothing is overlooked.
Images read_dockerfile(const std::string& text);

/// What speaks against an image that is to run a service: a line each.
std::vector<std::string> problems_of(const Image& image);

}  // namespace orbbench::tests
