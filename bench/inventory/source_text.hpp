#pragma once

#include <string>
#include <string_view>

namespace orbbench::inventory {

/// The text of a source file in UTF-8, and the same in lower case at the same offsets: Ada's names
/// mean the same in either case (RM 2.3). Octets that are not UTF-8 are taken for Latin-1, which is
/// what Ada compilers take them for.
class SourceText {
 public:
  explicit SourceText(std::string octets);

  std::string_view text() const { return text_; }
  std::string_view folded() const { return folded_; }

 private:
  std::string text_;
  std::string folded_;
};

/// Lower case of ASCII and of the letters of Latin-1, in UTF-8; of the same length.
std::string fold_case(std::string_view utf8);

}  // namespace orbbench::inventory
