#pragma once

#include <string>
#include <vector>

#include "inventory/ada_source.hpp"
#include "inventory/token_reader.hpp"

namespace orbbench::inventory {

/// Of a generic unit (RM 12.1).
struct GenericPart {
  std::vector<Declaration> declarations;
  std::vector<UseClause> uses;
};

/// What is open around the place that a reader has come to, and not closed by an `end` yet. Makes
/// the scopes of the source.
class OpenConstructs {
 public:
  /// Both outlive it.
  OpenConstructs(AdaSource& source, TokenReader& tokens, std::size_t most)
      : source_(source), tokens_(tokens), most_(most) {}

  bool none() const { return frames_.empty(); }
  bool in_statements() const;
  bool in_private_part() const { return !none() && frames_.back().is_private; }
  void begin_private_part();

  /// The innermost scope; the compilation unit where nothing is open.
  std::size_t region_index();
  Scope& region() { return source_.scopes[region_index()]; }
  Scope& unit();

  /// Each of these throws ReadError when too much is open.
  void open_scope(Declaration declared, ScopeKind kind, GenericPart formals);
  void open_block() { push_block(false); }
  /// Of the scope that is open, or of a block without declarations.
  void begin();
  /// A statement or a record, without declarations of its own.
  void open_construct(std::string closing);

  /// At what stands after an `end`.
  void close();
  /// The innermost has no `end`.
  void leave() { frames_.pop_back(); }

  /// A library item that is complete leaves nothing open: the next context clause is another
  /// unit's.
  void end_of_item();
  void end_of_text();

 private:
  /// What an `end` closes.
  struct Frame {
    std::size_t scope = kNone;  // kNone: a statement or a record
    bool begun = false;         // its `begin` was passed
    bool is_private = false;    // its `private` was passed
    std::string closing = {};   // the word after `end`: "if"; of a scope its name or nothing
  };

  void push(Frame frame);
  void push_block(bool begun);
  bool closes(const Frame& frame);
  void doubt();
  std::string full_name(std::size_t parent, const std::string& name) const;
  std::string full_written(std::size_t parent, const std::string& written) const;

  AdaSource& source_;
  TokenReader& tokens_;
  std::size_t most_;
  std::vector<Frame> frames_;
  std::size_t unit_ = kNone;
};

}  // namespace orbbench::inventory
