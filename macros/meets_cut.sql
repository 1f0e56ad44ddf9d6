{% macro meets_cut(metric_value, cut) -%}
    {{ metric_value }} is not null
    and case
        when {{ cut }}.is_higher_better
            then
                coalesce({{ metric_value }} >= {{ cut }}.lower_bound, true)
                and coalesce({{ metric_value }} < {{ cut }}.upper_bound, true)
        else
            coalesce({{ metric_value }} > {{ cut }}.lower_bound, true)
            and coalesce({{ metric_value }} <= {{ cut }}.upper_bound, true)
    end
{%- endmacro %}
