{% macro yes_or_no(column) -%}
    case
        when lower(clean_{{ column }}) in ('true', '1', 'yes', 'y', '是')
            then true
        when lower(clean_{{ column }}) in ('false', '0', 'no', 'n', '否')
            then false
    end
{%- endmacro %}
