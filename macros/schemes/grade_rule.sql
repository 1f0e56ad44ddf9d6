{% macro grade_rule(abc_class, rfm_segment, lifecycle_stage, forecast_segment) -%}
    case
        when
            {{ lifecycle_stage }} = 'lapsed'
            and ({{ abc_class }} = 'A' or {{ rfm_segment }} in ('champions', 'loyal'))
            then 'lapsed_high_value'
        when {{ abc_class }} = 'A' then 'abc_a'
        when {{ rfm_segment }} = 'champions' then 'segment_champions'
        when {{ rfm_segment }} = 'loyal' then 'segment_loyal'
        when {{ lifecycle_stage }} = 'prospect' then 'prospect'
        when {{ lifecycle_stage }} = 'new' then 'new'
        when
            facts.recent_net_revenue > 0
            and facts.recent_net_revenue
            >= {{ setting('grade_growth_factor') }} * facts.prior_net_revenue
            then 'grown_revenue'
        {%- if is_enabled('forecasts') %}
        when {{ forecast_segment }} = 'high' then 'high_forecast'
        {%- endif %}
        else 'none_of_these'
    end
{%- endmacro %}
