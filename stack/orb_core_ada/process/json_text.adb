with Ada.Strings.Unbounded;

package body Json_Text is

   use Ada.Strings.Unbounded;

   ------------
   -- Quoted --
   ------------

   function Quoted (Text : String) return String is
      Result : Unbounded_String;
   begin
      for Letter of Text loop
         case Letter is
            when '"' | '\' =>
               Append (Result, '\' & Letter);
            when ' ' | '!' | '#' .. '[' | ']' .. '~' =>
               Append (Result, Letter);
            when others =>
               Append (Result, '?');
         end case;
      end loop;
      return '"' & To_String (Result) & '"';
   end Quoted;

end Json_Text;
