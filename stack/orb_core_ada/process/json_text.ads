--  Strings as JSON has them

package Json_Text is

   function Quoted (Text : String) return String;
   --  What is no ASCII becomes a question mark: it may be no UTF-8

end Json_Text;
