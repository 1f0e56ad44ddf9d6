{#- DuckDB reads a number with a point or an exponent as a double, and writes that. What a
    double would write otherwise (1.10, 1e2, more than 15 digits) is put in quotes before. A
    string is taken as a whole, so that nothing in it is meant; chr(1) can't stand in JSON. -#}
{% macro json_with_exact_numbers(json) -%}
    {%- set number = '-?[0-9]+[.][0-9]*[0-9]0|-?[0-9]+[.]?[0-9]*[eE][-+]?[0-9]+|-?[.0-9]{16,}|-0' -%}
    case
        when regexp_matches({{ json }}, ':\s*(?:{{ number }})\s*[,}]')
            then replace(
                replace(
                    regexp_replace(
                        {{ json }},
                        '("(?:[^"\\]|\\.)*")(?:(\s*:\s*)({{ number }})(\s*[,}]))?',
                        '\1\2' || chr(1) || '\3' || chr(1) || '\4',
                        'g'
                    ),
                    chr(1) || chr(1),
                    ''
                ),
                chr(1),
                '"'
            )
        else {{ json }}
    end
{%- endmacro %}
